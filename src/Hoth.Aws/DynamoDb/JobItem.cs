using Amazon.DynamoDBv2.Model;
using Hoth.Jobs;

namespace Hoth.Aws.DynamoDb;

/// <summary>A job record as an item: its JSON and the few attributes that conditions and indexes need.</summary>
internal static class JobItem
{
    public static string PartitionOf(string jobId) => "job#" + jobId;

    public static JobRecord Read(Dictionary<string, AttributeValue> item) => JobJson.Read(item.Text(HothTable.Json));

    public static Dictionary<string, AttributeValue> Write(JobRecord job, string writeId)
    {
        var item = Item.Create(PartitionOf(job.JobId), job.Version, JobJson.Write(job), writeId, job.PurgeAt);
        var shard = HothTable.ShardOf(job.JobId);
        if (job.NextDueAt is { } due)
        {
            item[HothTable.DueShard] = Item.Number(shard);
            item[HothTable.DueOrder] = Item.Text(HothTable.OrderOf(due, job.JobId));
        }

        if (job.DeliveredAt is { } delivered)
        {
            item[HothTable.DeliveredShard] = Item.Text(HothTable.DeliveredShardOf(job.Kind, shard));
            item[HothTable.DeliveredOrder] = Item.Text(HothTable.OrderOf(delivered, job.JobId));
        }

        if (job.Owner is { } owner)
        {
            item[HothTable.Owner] = Item.Text(owner);
            item[HothTable.OwnedOrder] = Item.Text(HothTable.OrderOf(job.CreatedAt, job.JobId));
        }

        return item;
    }
}
