using System.Text;

namespace Hoth.Functions.Http;

/// <summary>What a function answers; the edge adds the headers that every answer has.</summary>
public sealed class ApiResponse
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private ApiResponse(int status, string? body, string? mediaType)
    {
        Status = status;
        Body = body;
        if (mediaType is not null) _headers["Content-Type"] = mediaType;
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>Text of the body, or null when there is none.</summary>
    public string? Body { get; }

    /// <summary>Headers, names compared without case.</summary>
    public IReadOnlyDictionary<string, string> Headers => _headers;

    /// <summary>An answer with JSON text.</summary>
    public static ApiResponse Json(int status, string json) => new(status, json, MediaTypes.Json);

    /// <summary>An answer with JSON as UTF-8.</summary>
    public static ApiResponse Json(int status, ReadOnlySpan<byte> utf8Json) => Json(status, Encoding.UTF8.GetString(utf8Json));

    /// <summary>An answer with text of any media type.</summary>
    public static ApiResponse Text(int status, string text, string mediaType) => new(status, text, mediaType);

    /// <summary>An answer without a body.</summary>
    public static ApiResponse Empty(int status) => new(status, null, null);

    internal static ApiResponse Problem(int status, string json) => new(status, json, MediaTypes.Problem);

    /// <summary>Says when to ask again.</summary>
    /// <param name="seconds">From now.</param>
    public ApiResponse WithRetryAfter(int seconds) => With("Retry-After", $"{seconds}");

    /// <summary>Sets a header.</summary>
    /// <exception cref="ArgumentException">The value is not printable ASCII: a line break would let input write headers.</exception>
    public ApiResponse With(string name, string value)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~')) throw new ArgumentException($"The value for header {name} is not printable ASCII.", nameof(value));
        _headers[name] = value;
        return this;
    }
}
