using System.Text;
using System.Text.Json;

namespace Hoth.CloudProviders;

/// <summary>Reads a list that a CSP gives page by page (ATAT CSP API 1.3.2, getFarPart51Authorizations: limit and offset) as one.</summary>
internal static class Far51Pages
{
    /// <summary>The most that the API allows for one page.</summary>
    public const int PageSize = 100;

    /// <summary>A CSP that never ends is not followed for ever: 10,000 authorizations.</summary>
    private const int MaxPages = 100;

    /// <summary>All pages as one JSON array, or the first outcome that is not a page.</summary>
    /// <param name="page">Asks for the page that begins at an offset.</param>
    public static async Task<CspOutcome> ReadAllAsync(Func<int, Task<CspOutcome>> page)
    {
        var all = new StringBuilder("[");
        for (var offset = 0; offset < PageSize * MaxPages; offset += PageSize)
        {
            var outcome = await page(offset);
            if (outcome is not CspOutcome.Answered { Answer: { Status: 200, BodyJson: var json } answer }) return outcome;
            if (Append(json, all) is not { } count) return Malformed("The CSP's list of authorizations is no JSON array of 100 at most.");
            if (count < PageSize) return new CspOutcome.Answered(answer with { BodyJson = all.Append(']').ToString() });
        }

        return Malformed($"The CSP's list of authorizations has no end: {PageSize * MaxPages} were read.");
    }

    /// <summary>How many there were; null when it is no page.</summary>
    private static int? Append(string? json, StringBuilder all)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() > PageSize) return null;
        foreach (var item in document.RootElement.EnumerateArray())
        {
            if (all.Length > 1) all.Append(',');
            all.Append(item.GetRawText());
        }

        return document.RootElement.GetArrayLength();
    }

    private static CspOutcome.Failed Malformed(string detail) => new(new CspFailure(CspFailureKind.Malformed, detail, IsTransient: false, SurelyNotProcessed: false));
}
