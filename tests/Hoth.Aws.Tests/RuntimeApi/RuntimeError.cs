using System.Text.Json;

namespace Hoth.Aws.Tests.RuntimeApi;

/// <summary>An error as posted: content type, the header Lambda-Runtime-Function-Error-Type, and the body.</summary>
public sealed record RuntimeError(string? ContentType, string? TypeHeader, JsonElement Body)
{
    public string? ErrorType => Body.GetProperty("errorType").GetString();

    public string? ErrorMessage => Body.GetProperty("errorMessage").GetString();
}
