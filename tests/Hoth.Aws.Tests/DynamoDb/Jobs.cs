using Hoth.Jobs;

namespace Hoth.Aws.Tests.DynamoDb;

internal static class Jobs
{
    public static JobRecord New(string id, DateTimeOffset createdAt, string body = "{}") => JobLifecycle.Accept(
        new JobRecord
        {
            JobId = id,
            Kind = JobKind.Cost,
            InstanceId = "instance-" + id,
            RequestHash = "hash",
            GroupId = "portfolio",
            CorrelationId = "correlation",
            Request = new JobBody(body),
            CreatedAt = createdAt,
            LastUpdatedAt = createdAt,
            DeadlineAt = createdAt,
            ExpiresAt = createdAt,
            PurgeAt = createdAt,
        },
        TimeSpan.FromMinutes(15));
}
