using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>Artifacts as objects of one bucket, under a prefix of their own.</summary>
/// <remarks>
/// The role needs s3:ListBucket on the bucket: without it S3 answers 403 instead of 404 for an object that is not there.
/// A download URL ends with the credentials that signed it (a Lambda role's last some hours), whatever lifetime was asked for.
/// </remarks>
/// <param name="s3">The client, made at the first call.</param>
/// <param name="bucket">The bucket's name.</param>
/// <param name="clock">Decides when a download URL ends.</param>
public sealed class S3ArtifactStore(Lazy<IAmazonS3> s3, string bucket, TimeProvider clock) : IArtifactStore
{
    /// <summary>On a client that is there already.</summary>
    public S3ArtifactStore(IAmazonS3 s3, string bucket, TimeProvider clock)
        : this(new Lazy<IAmazonS3>(s3), bucket, clock)
    {
    }

    /// <summary>What every object's key starts with.</summary>
    public const string Prefix = "artifacts/";

    /// <summary>Writing 5 GB does not fit into a function, writing some 100 MB does.</summary>
    internal static readonly TimeSpan WriteLimit = TimeSpan.FromMinutes(2);

    internal const string Port = "artifact store";

    /// <summary>8 MiB: S3 takes 10,000 parts, so that 80 GB go; far above its minimum of 5 MiB.</summary>
    internal const int PartSize = 8 * 1024 * 1024;

    /// <inheritdoc />
    public async Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        var objectKey = ObjectKey(key);
        if (content.CanSeek)
        {
            await PutWholeAsync(objectKey, content, mediaType, cancellationToken);
            return;
        }

        // S3 wants a length first, and the SDK's retries want to read again: what comes as a stream goes in parts that fit into memory.
        var buffer = new byte[PartSize];
        var read = await content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancellationToken);
        if (read < PartSize) await PutWholeAsync(objectKey, new MemoryStream(buffer, 0, read, writable: false), mediaType, cancellationToken);
        else await new S3Upload(s3.Value, bucket, objectKey).ExecuteAsync(buffer, content, mediaType, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = ObjectKey(key) };
        try
        {
            return (await AwsCall.RunAsync(Port, ct => s3.Value.GetObjectAsync(request, ct), cancellationToken)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = bucket, Key = ObjectKey(key) };
        await AwsCall.RunAsync(Port, ct => s3.Value.DeleteObjectAsync(request, ct), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Uri> GetDownloadUrlAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, TimeSpan.FromHours(12));
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = ObjectKey(key),
            Verb = HttpVerb.GET,
            Expires = clock.GetUtcNow().UtcDateTime + lifetime,
            // The SDK would sign https for an endpoint that speaks http only.
            Protocol = s3.Value.Config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true ? Protocol.HTTP : Protocol.HTTPS,
        };
        return new Uri(await AwsCall.RunAsync(Port, _ => s3.Value.GetPreSignedURLAsync(request), cancellationToken));
    }

    private async Task PutWholeAsync(string objectKey, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = objectKey, InputStream = content, ContentType = mediaType, AutoCloseStream = false };
        await AwsCall.RunAsync(Port, WriteLimit, ct => s3.Value.PutObjectAsync(request, ct), cancellationToken);
    }

    private static string ObjectKey(string key)
    {
        ArtifactKey.Check(key);
        return Prefix + key;
    }
}
