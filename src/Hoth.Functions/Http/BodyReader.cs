using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Json;
using Hoth.Problems;

namespace Hoth.Functions.Http;

/// <summary>Turns the body of an event into strict JSON, or ends the request with 400, 413 or 415.</summary>
internal static class BodyReader
{
    /// <summary>256 KiB, an SQS message's most.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ProblemException">400, 413 or 415.</exception>
    public static JsonDocument Read(APIGatewayProxyRequest request)
    {
        if (string.IsNullOrEmpty(request.Body)) throw Invalid("is required");
        RefuseOtherMediaTypes(request);
        var utf8 = request.IsBase64Encoded ? FromBase64(request.Body) : FromText(request.Body);
        if (utf8.Length > MaxBytes) throw EdgeProblems.BodyTooLarge.ToException();
        return StrictJson.TryParse(utf8, out var mistake) ?? throw Invalid(mistake!);
    }

    private static void RefuseOtherMediaTypes(APIGatewayProxyRequest request)
    {
        var coding = RequestHeaders.Find(request, "Content-Encoding");
        var isPlain = coding is null || string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase);
        if (!isPlain || !MediaTypes.IsJson(RequestHeaders.Find(request, "Content-Type"))) throw EdgeProblems.UnsupportedMediaType.ToException();
    }

    private static byte[] FromBase64(string body)
    {
        // Judged before decoding: four characters are three bytes, less up to two of padding.
        if (body.Length / 4 * 3L - 2 > MaxBytes) throw EdgeProblems.BodyTooLarge.ToException();
        try
        {
            return Convert.FromBase64String(body);
        }
        catch (FormatException)
        {
            throw Invalid("must be base64, as the event says it is");
        }
    }

    private static byte[] FromText(string body)
    {
        if (body.Length > MaxBytes) throw EdgeProblems.BodyTooLarge.ToException();
        try
        {
            return StrictUtf8.GetBytes(body);
        }
        catch (EncoderFallbackException)
        {
            throw Invalid("must be UTF-8");
        }
    }

    private static ProblemException Invalid(string rule)
    {
        var violations = new Violations();
        violations.Add("$", rule);
        return violations.ToProblem().ToException();
    }
}
