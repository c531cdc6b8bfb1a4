using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Hoth.CloudProviders;

/// <summary>Turns a request into HTTP and HTTP into an outcome.</summary>
internal static class CspMessage
{
    /// <summary>1 MiB after decompression.</summary>
    public const int LargestAnswer = 1024 * 1024;

    private const string ApiVersion = "1.3.2";
    private const int LongestText = 1000;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public static HttpRequestMessage Create(CspRequest request, AccessToken token)
    {
        var message = new HttpRequestMessage(request.Method, request.Target);
        message.Headers.Authorization = token.Header;
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("X-Atat-Api-Version", ApiVersion);
        message.Headers.TryAddWithoutValidation("Idempotency-Key", request.InstanceId);
        if (request.ProvisionDeadline is { } deadline)
        {
            message.Headers.TryAddWithoutValidation("X-Provision-Deadline", deadline.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        }

        if (request.BodyJson is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(WireCase.ToSnake(body)) { Headers = { ContentType = Json } };
        }

        return message;
    }

    public static CspOutcome Read(HttpAnswer answer, DateTimeOffset now)
    {
        if (answer.IsRedirect) return Malformed($"The CSP answered {answer.Status}; redirects are not followed.");
        if (!answer.IsSuccess) return Answered(answer, ErrorBody(answer), now);
        if (answer.IsOverCap) return Malformed("The CSP's answer is larger than 1 MiB.");
        if (answer.Body.IsEmpty) return Answered(answer, null, now);
        if (!answer.IsJson) return Malformed("The CSP's answer is not declared as JSON in UTF-8.");
        return TryConvert(answer.Body) is { } json ? Answered(answer, json, now) : Malformed("The CSP's answer is no strict JSON.");
    }

    /// <summary>An error is an answer even when its body is not what it should be: the status counts, the text helps.</summary>
    private static string? ErrorBody(HttpAnswer answer)
    {
        if (answer.Body.IsEmpty) return null;
        if (answer.IsJson && !answer.IsOverCap && TryConvert(answer.Body) is { } json) return json;

        // Four bytes for a character at most; what UTF-8 cannot decode becomes U+FFFD.
        var beginning = Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, LongestText * 4)]);
        var printable = new string([.. beginning.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(LongestText)]);
        return printable.Length == 0 ? null : $"\"{JsonEncodedText.Encode(printable)}\"";
    }

    private static string? TryConvert(ReadOnlyMemory<byte> body)
    {
        try
        {
            return WireCase.ToCamel(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CspOutcome.Answered Answered(HttpAnswer answer, string? json, DateTimeOffset now) =>
        new(new CspAnswer(answer.Status, json, RetryAfterHeader.Parse(answer.RetryAfter, now), answer.Location));

    private static CspOutcome.Failed Malformed(string detail) =>
        new(new CspFailure(CspFailureKind.Malformed, detail, IsTransient: false, SurelyNotProcessed: false));
}
