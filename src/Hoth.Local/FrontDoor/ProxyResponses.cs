using System.Text;
using Amazon.Lambda.APIGatewayEvents;

namespace Hoth.Local.FrontDoor;

/// <summary>Writes a function's answer to the wire as API Gateway does.</summary>
internal static class ProxyResponses
{
    public static async Task WriteAsync(HttpContext http, APIGatewayProxyResponse answer)
    {
        var response = http.Response;
        response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) response.Headers[name] = value;
        // Where both maps have a header, the many values win (API Gateway).
        foreach (var (name, values) in answer.MultiValueHeaders ?? new Dictionary<string, IList<string>>()) response.Headers[name] = values.ToArray();
        if (answer.Body is not { Length: > 0 } body)
        {
            if (answer.StatusCode is not (204 or 304)) response.ContentLength = 0;
            return;
        }

        if (answer.IsBase64Encoded)
        {
            var bytes = Convert.FromBase64String(body);
            response.ContentLength = bytes.Length;
            await response.BodyWriter.WriteAsync(bytes);
            return;
        }

        response.ContentLength = Encoding.UTF8.GetByteCount(body);
        Encoding.UTF8.GetBytes(body, response.BodyWriter);
        await response.BodyWriter.FlushAsync();
    }
}
