using System.Text.RegularExpressions;

namespace Hoth.MockCsp.Validation;

/// <summary>The patterns of the API; the OpenAPI document says the same ones in ECMAScript's syntax.</summary>
internal static partial class Patterns
{
    [GeneratedRegex(@"^(?!0000)[0-9]{4}\z", RegexOptions.CultureInvariant)]
    public static partial Regex ClinNumber { get; }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9]{5,25}\z", RegexOptions.CultureInvariant)]
    public static partial Regex AccountName { get; }

    // RFC 5321 allows more; this is what the usual validators of format email agree on.
    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Email { get; }

    // RFC 3339, section 5.6; whether the day exists is checked by parsing.
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    public static partial Regex Instant { get; }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    public static partial Regex CspName { get; }
}
