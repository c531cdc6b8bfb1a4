using Hoth.Documents;

namespace Hoth.Functions.Http;

/// <summary>What clients are told about configurations that they read, replace and delete by id (RFC 9110, sections 9.3.4 and 13).</summary>
internal static class ConfigurationAnswers
{
    /// <summary>What a client says about the configuration that it changes.</summary>
    public static Precondition PreconditionOf(ApiRequest request) => new(request.Header("If-Match"), request.Header("If-None-Match"));

    /// <summary>201 with its address, or 200 when it was there before.</summary>
    /// <param name="request">The PUT.</param>
    /// <param name="route">The route of configurations of its type.</param>
    /// <param name="written">As it is stored.</param>
    public static ApiResponse Written(ApiRequest request, string route, StoredConfiguration written)
    {
        var response = ApiResponse.Json(written.IsNew ? 201 : 200, written.Json).With("ETag", written.Tag);
        return written.IsNew ? response.With("Location", request.Urls.Of(route, written.Id)) : response;
    }

    /// <summary>200, or 304 when the client has it as it is.</summary>
    public static ApiResponse Read(ApiRequest request, StoredConfiguration read)
    {
        var response = EntityTags.Has(request.Header("If-None-Match"), read.Tag) ? ApiResponse.Empty(304) : ApiResponse.Json(200, read.Json);
        return response.With("ETag", read.Tag);
    }
}
