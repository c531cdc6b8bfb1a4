namespace Hoth.HttpJobs.Expressions;

/// <summary>What an expression refers to: <c>polling_response.body.manifest.id</c>.</summary>
/// <param name="Context">One of <see cref="Contexts"/>.</param>
/// <param name="Part">Of a response: body, headers, status or url. Else null.</param>
/// <param name="Name">The header's, input's or job member's name; null for other parts.</param>
/// <param name="Path">Into a body.</param>
internal sealed record ValuePath(string Context, string? Part, string? Name, JsonPath Path)
{
    private const string Responses = "body, headers, status or url";

    /// <summary>The one spelling of it: the same value has one key however it is written.</summary>
    public string Key { get; } = (Part, Name) switch
    {
        ("headers", { } header) => $"{Context}.headers['{header.ToLowerInvariant()}']",
        (null, { } name) => $"{Context}.{name}",
        _ => $"{Context}.{Part}{Path.Text}",
    };

    /// <summary>For something of an answer: the URL that was asked. Else null.</summary>
    public ValuePath? BaseUrl => Contexts.IsResponse(Context) ? new ValuePath(Context, "url", null, Root) : null;

    /// <summary>Reads one path from the scanner, or says what is wrong as a sentence part.</summary>
    public static ValuePath? TryTake(ExpressionScanner scanner, out string? mistake)
    {
        mistake = null;
        var context = Contexts.Canonical(scanner.TakeName());
        if (context is null) mistake = $"must begin with one of {string.Join(", ", Contexts.All)}";
        else if (Contexts.IsResponse(context)) return TakeOfResponse(context, scanner, out mistake);
        else if (scanner.TryTake('.') && scanner.TakeName() is { } name) return new ValuePath(context, null, name, Root);
        else mistake = $"must name a member of {context}";
        return null;
    }

    private static JsonPath Root { get; } = new([]);

    private static ValuePath? TakeOfResponse(string context, ExpressionScanner scanner, out string? mistake)
    {
        mistake = null;
        // The target itself is what is nearly always wanted.
        if (!scanner.TryTake('.')) return context == Contexts.DownloadTarget ? new ValuePath(context, "body", null, Root) : Wrong(context, out mistake);
        var part = scanner.TakeName();
        switch (part)
        {
            case "status" or "url":
                return new ValuePath(context, part, null, Root);
            case "body" when scanner.TakeSteps(wildcards: false) is { } path:
                return new ValuePath(context, part, null, path);
            case "headers" when TakeHeader(scanner) is { } header:
                return new ValuePath(context, part, header, Root);
            default:
                return Wrong(context, out mistake);
        }
    }

    private static string? TakeHeader(ExpressionScanner scanner)
    {
        if (scanner.TryTake('.')) return scanner.TakeName();
        return scanner.TryTake('[') && scanner.TakeQuoted() is { } name && scanner.TryTake(']') ? name : null;
    }

    private static ValuePath? Wrong(string context, out string? mistake)
    {
        mistake = $"must say {Responses} after {context}, as in {context}.body.id or {context}.headers['Location']";
        return null;
    }
}

/// <summary>The names that an expression may begin with.</summary>
internal static class Contexts
{
    public const string Input = "input";
    public const string Job = "job";
    public const string CreationResponse = "creation_response";
    public const string PollingResponse = "polling_response";
    public const string DownloadTarget = "download_target";
    public const string PageResponse = "page_response";

    public static readonly string[] All = [Input, Job, CreationResponse, PollingResponse, DownloadTarget, PageResponse];

    public static bool IsResponse(string context) => context is not (Input or Job);

    /// <summary>Seed 000's names stand for seed 001's. Null: no context.</summary>
    public static string? Canonical(string? name) => name switch
    {
        "create_job_response" => CreationResponse,
        "polling_job_response" => PollingResponse,
        "url" => DownloadTarget,
        _ => Array.Find(All, c => c == name),
    };
}
