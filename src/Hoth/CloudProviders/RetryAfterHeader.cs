using System.Globalization;

namespace Hoth.CloudProviders;

/// <summary>Reads <c>Retry-After</c> (RFC 9110 section 10.2.3: seconds, or an HTTP date in any of its three formats).</summary>
public static class RetryAfterHeader
{
    /// <summary>A CSP that asks for longer is asked again after this: 12 h.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly string[] HttpDates =
    [
        "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", "dddd, dd'-'MMM'-'yy HH':'mm':'ss 'GMT'", "ddd MMM d HH':'mm':'ss yyyy",
    ];

    /// <summary>0 to 12 h, or null when the value is absent, nonsense, negative or a date in the past: then policy decides.</summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        if (text.All(char.IsAsciiDigit)) return Seconds(text);
        if (!DateTimeOffset.TryParseExact(text, HttpDates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date)) return null;
        return date < now ? null : Shorter(date - now);
    }

    /// <summary>A number too large for an int is still a number: a long wait.</summary>
    private static TimeSpan Seconds(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Shorter(TimeSpan.FromSeconds(seconds)) : Longest;

    private static TimeSpan Shorter(TimeSpan wait) => wait < Longest ? wait : Longest;
}
