using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;

namespace Hoth.QaRuns.Results;

/// <summary>
/// Takes secrets out of what a run keeps: headers that carry credentials, values whose names say that they are secret (members of bodies, parameters
/// of queries), and the run's own credentials wherever they occur, in answers too. What it does is done before anything is stored.
/// </summary>
public sealed class Redaction
{
    /// <summary>Stands for a secret.</summary>
    public const string Mark = "(redacted)";

    /// <summary>Stands for a credential of the run itself.</summary>
    public const string Credential = "(credential)";

    /// <summary>Shorter credentials are not looked for in texts: they would be found everywhere. Headers and names are redacted all the same.</summary>
    public const int ShortestCredential = 4;

    private ImmutableArray<string> _forms = [];

    /// <summary>Makes a redaction that knows some credentials from the start; see <see cref="Add"/>.</summary>
    public Redaction(params IEnumerable<string> credentials)
    {
        foreach (var credential in credentials) Add(credential);
    }

    /// <summary>
    /// Takes note of a credential of the run: a token, a client secret, what follows "Basic". Each new token is to be added before it is used. Thread-safe.
    /// </summary>
    public void Add(string credential)
    {
        if (credential.Length < ShortestCredential) return;
        var forms = FormsOf(credential);
        // The longest first: a form may contain another one.
        ImmutableInterlocked.Update(ref _forms, old => [.. old.Union(forms, StringComparer.Ordinal).OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)]);
    }

    /// <summary>An exchange as it may be kept: without secrets, bodies cut after that to <see cref="Exchange.LongestBody"/>.</summary>
    public Exchange Apply(Exchange exchange)
    {
        var (request, requestIsCut) = Cut(Text(exchange.RequestBody));
        var (response, responseIsCut) = Cut(Text(exchange.ResponseBody));
        return exchange with
        {
            Url = Text(exchange.Url),
            RequestHeaders = Headers(exchange.RequestHeaders),
            RequestBody = request,
            RequestBodyIsCut = exchange.RequestBodyIsCut || requestIsCut,
            ResponseHeaders = Headers(exchange.ResponseHeaders),
            ResponseBody = response,
            ResponseBodyIsCut = exchange.ResponseBodyIsCut || responseIsCut,
            Trouble = Text(exchange.Trouble),
        };
    }

    /// <summary>A text without secrets: a body, an address, a message.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Text(string? text) => string.IsNullOrEmpty(text) ? text : SecretTexts.Redact(Known(text));

    /// <summary>The value of a header without secrets. The scheme of credentials stays.</summary>
    public string Header(string name, string value)
    {
        if (!SecretNames.IsHeader(name)) return Text(value);
        var mark = Known(value).Contains(Credential, StringComparison.Ordinal) ? Credential : Mark;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        var hasScheme = name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase) && space is > 0 and <= 20 && value.AsSpan(0, space).IndexOfAnyExcept(SchemeCharacters) < 0;
        return hasScheme ? $"{value[..space]} {mark}" : mark;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    private Dictionary<string, string> Headers(IReadOnlyDictionary<string, string> headers) =>
        headers.ToDictionary(h => h.Key, h => Header(h.Key, h.Value), StringComparer.OrdinalIgnoreCase);

    private string Known(string text)
    {
        foreach (var form in _forms) text = text.Replace(form, Credential, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static (string? Text, bool IsCut) Cut(string? text)
    {
        if (text is null || text.Length <= Exchange.LongestBody) return (text, false);
        // Not between the halves of a character.
        var length = char.IsHighSurrogate(text[Exchange.LongestBody - 1]) ? Exchange.LongestBody - 1 : Exchange.LongestBody;
        return (text[..length], true);
    }

    /// <summary>How a credential looks in addresses, forms and JSON texts.</summary>
    private static string[] FormsOf(string credential)
    {
        var escaped = Uri.EscapeDataString(credential);
        return
        [
            credential,
            escaped,
            escaped.Replace("%20", "+", StringComparison.Ordinal),
            JavaScriptEncoder.Default.Encode(credential),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(credential),
            credential.Replace("/", "\\/", StringComparison.Ordinal),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)),
        ];
    }
}
