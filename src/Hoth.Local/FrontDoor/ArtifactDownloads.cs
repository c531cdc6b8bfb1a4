using Hoth.Local.Storage;

namespace Hoth.Local.FrontDoor;

/// <summary>Serves <see cref="ArtifactLinks"/>, what presigned URLs of a bucket are in AWS.</summary>
internal sealed class ArtifactDownloads(ArtifactLinks links, FileArtifactStore artifacts)
{
    /// <summary>Answers when the path is an artifact's.</summary>
    /// <returns>False when it is not.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (!path.StartsWith(ArtifactLinks.Prefix, StringComparison.Ordinal) || !HttpMethods.IsGet(http.Request.Method)) return false;
        var key = path[ArtifactLinks.Prefix.Length..];
        var query = http.Request.Query;
        if (!links.IsValid(key, query["expires"], query["signature"]))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return true;
        }

        if (await artifacts.OpenDownloadAsync(key, http.RequestAborted) is not { } artifact)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return true;
        }

        await using var content = artifact.Content;
        http.Response.ContentType = artifact.MediaType;
        http.Response.ContentLength = content.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        return true;
    }
}
