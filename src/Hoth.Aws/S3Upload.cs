using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>Writes an object in parts, one after the other; there is no object until the last one is there.</summary>
internal sealed class S3Upload(IAmazonS3 s3, string bucket, string objectKey)
{
    /// <summary>Uploads.</summary>
    /// <param name="buffer">The first part, full; used for the others.</param>
    /// <param name="rest">What follows it.</param>
    /// <param name="mediaType">Of the object.</param>
    /// <param name="cancellationToken">Leaves nothing readable behind.</param>
    public async Task ExecuteAsync(byte[] buffer, Stream rest, string mediaType, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = objectKey, ContentType = mediaType, ChecksumAlgorithm = ChecksumAlgorithm.CRC32 };
        var uploadId = (await RunAsync(ct => s3.InitiateMultipartUploadAsync(request, ct), cancellationToken)).UploadId;
        try
        {
            var complete = new CompleteMultipartUploadRequest { BucketName = bucket, Key = objectKey, UploadId = uploadId };
            var length = buffer.Length;
            for (var number = 1; length > 0; number++)
            {
                complete.AddPartETags(await UploadAsync(uploadId, number, buffer, length, cancellationToken));
                length = await rest.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            }

            await RunAsync(ct => s3.CompleteMultipartUploadAsync(complete, ct), cancellationToken);
        }
        catch
        {
            await AbortAsync(uploadId);
            throw;
        }
    }

    private Task<UploadPartResponse> UploadAsync(string uploadId, int number, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        var request = new UploadPartRequest
        {
            BucketName = bucket,
            Key = objectKey,
            UploadId = uploadId,
            PartNumber = number,
            PartSize = length,
            InputStream = new MemoryStream(buffer, 0, length, writable: false),
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
        };
        return RunAsync(ct => s3.UploadPartAsync(request, ct), cancellationToken);
    }

    /// <summary>As well as it goes: parts that nobody completes are deleted by the bucket's lifecycle rule after a day.</summary>
    private async Task AbortAsync(string uploadId)
    {
        try
        {
            var request = new AbortMultipartUploadRequest { BucketName = bucket, Key = objectKey, UploadId = uploadId };
            await RunAsync(ct => s3.AbortMultipartUploadAsync(request, ct), CancellationToken.None);
        }
        catch (Exception e) when (e is PortUnavailableException or AmazonServiceException)
        {
            // What made the upload fail is the error to tell of.
        }
    }

    private static Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(S3ArtifactStore.Port, S3ArtifactStore.WriteLimit, call, cancellationToken);
}
