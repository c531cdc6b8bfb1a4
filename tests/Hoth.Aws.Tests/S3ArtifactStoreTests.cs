using Amazon.S3;
using Amazon.S3.Model;
using Hoth.Aws.Tests.Emulators;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests;

[Collection(nameof(Moto))]
public sealed class S3ArtifactStoreTests(Moto emulator) : ArtifactStoreContract, IAsyncLifetime
{
    private const string Bucket = "hoth-artifacts";

    private AmazonS3Client? s3;

    protected override IArtifactStore Store => new S3ArtifactStore(emulator.Require(s3), Bucket, TimeProvider.System);

    public async Task InitializeAsync()
    {
        if (!emulator.IsThere)
        {
            return;
        }

        s3 = TestClients.S3(emulator.Endpoint);
        if ((await s3.ListBucketsAsync()).Buckets is not { } buckets || buckets.All(bucket => bucket.BucketName != Bucket))
        {
            await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket, BucketRegionName = TestClients.Region });
        }
    }

    public Task DisposeAsync()
    {
        s3?.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Download_url_gives_the_artifact_and_its_media_type_without_credentials()
    {
        await PutAsync("download/one", "content");
        var url = await Store.GetDownloadUrlAsync("download/one", TimeSpan.FromHours(1), default);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(url);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("content");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        // The SDK takes the time of its own signing, a moment later or earlier, as the start.
        url.Query.ShouldMatch("X-Amz-Expires=(3599|3600|3601)&");
    }
}
