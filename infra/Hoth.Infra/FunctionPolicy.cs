using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Hoth.Aws;
using Hoth.Aws.DynamoDb;
using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Infra;

/// <summary>
/// What one function may do: what its <see cref="UsesAttribute"/>s and its event source say, and nothing else. Written out rather than
/// granted by the constructs, whose grants are wider (kms:ReEncrypt*, dynamodb:Scan, s3:GetBucket*).
/// </summary>
internal sealed class FunctionPolicy(HothStorage storage, HothQueues queues, Func<string, string> stateMachineArn)
{
    private readonly List<Dictionary<string, object>> _statements = [];
    private readonly SortedSet<string> _keyActions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keyUsers = new(StringComparer.Ordinal);

    /// <summary>The document for a function, as JSON: a construct for each statement would be 300 more calls to Node in every synth.</summary>
    /// <param name="function">Which one.</param>
    /// <param name="logGroupArn">Its log group, without an ending.</param>
    /// <param name="inNetwork">It has network interfaces in a VPC.</param>
    public PolicyDocument DocumentOf(FunctionDefinition function, string logGroupArn, bool inNetwork)
    {
        Allow([$"{logGroupArn}:log-stream:*"], "logs:CreateLogStream", "logs:PutLogEvents");
        // X-Ray has no resources.
        Allow(["*"], "xray:PutTraceSegments", "xray:PutTelemetryRecords");
        // Lambda makes the interfaces with this role, and neither they nor their conditions can be named before.
        if (inNetwork) Allow(["*"], "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses");
        if (function.Queue is { } source)
        {
            Consume(source.Name, Access.Consume);
            // The event source asks for the queue's settings.
            Allow([queues[source.Name].QueueArn], "sqs:GetQueueAttributes");
        }

        if (function.IsInvokedByEvents())
        {
            Allow([queues.FailedEvents.QueueArn], "sqs:SendMessage");
            UseKey("sqs", "kms:Decrypt", "kms:GenerateDataKey");
        }

        foreach (var use in function.Uses) Add(use);
        if (_keyActions.Count > 0) AllowKey();
        return PolicyDocument.FromJson(new Dictionary<string, object> { ["Version"] = "2012-10-17", ["Statement"] = _statements.ToArray() });
    }

    private void Add(UsesAttribute use)
    {
        switch (use.Resource)
        {
            case Resources.JobTable: UseTable(use.Access); break;
            case Resources.EventFeeds: UseFeeds(use.Access); break;
            case Resources.QaSecrets: UseSecrets(use, [storage.QaSecrets]); break;
            case Resources.ArtifactBucket: UseArtifacts(use.Access); break;
            case Resources.CspSecrets: UseSecrets(use, storage.CspSecrets); break;
            case Resources.HttpJobSecrets: UseSecrets(use, storage.HttpJobSecrets); break;
            case var name when queues.All.ContainsKey(name): Consume(name, use.Access); break;
            case var name when Workflows.All.Contains(name) && use.Access == Access.Start: Allow([stateMachineArn(name)], "states:StartExecution"); break;
            default: throw new InvalidOperationException($"Nobody knows how to grant {use.Access} on {use.Resource}.");
        }
    }

    private void Consume(string queue, Access access)
    {
        Check(queue, access, Access.Send | Access.Consume);
        var arn = queues[queue].QueueArn;
        if (access.HasFlag(Access.Send)) Allow([arn], "sqs:SendMessage");
        if (access.HasFlag(Access.Delete)) Allow([arn], "sqs:DeleteMessage");
        if (access.HasFlag(Access.Receive))
        {
            Allow([arn], "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility");
            // Poison goes to the dead-letter queue at once.
            Allow([queues[Queues.DeadLetter(queue)].QueueArn], "sqs:SendMessage");
        }

        UseKey("sqs", "kms:Decrypt", "kms:GenerateDataKey");
    }

    private void UseTable(Access access)
    {
        Check(Resources.JobTable, access, Access.Read | Access.Write);
        var arn = storage.Table.TableArn;
        if (access.HasFlag(Access.Read))
        {
            Allow([arn], "dynamodb:GetItem", "dynamodb:BatchGetItem");
            Allow([.. HothTable.Indexes.Select(index => $"{arn}/index/{index}")], "dynamodb:Query");
            UseKey("dynamodb", "kms:Decrypt", "kms:DescribeKey");
        }

        if (access.HasFlag(Access.Write))
        {
            Allow([arn], "dynamodb:PutItem", "dynamodb:DeleteItem");
            UseKey("dynamodb", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo");
        }
    }

    private void UseFeeds(Access access)
    {
        Check(Resources.EventFeeds, access, Access.Read | Access.Write);
        var arn = storage.Table.TableArn;
        if (access.HasFlag(Access.Read))
        {
            Allow([arn], "dynamodb:GetItem", "dynamodb:Query");
            UseKey("dynamodb", "kms:Decrypt", "kms:DescribeKey");
        }

        if (access.HasFlag(Access.Write))
        {
            // A transaction of puts needs what puts need.
            Allow([arn], "dynamodb:PutItem");
            UseKey("dynamodb", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo");
        }
    }

    private void UseArtifacts(Access access)
    {
        Check(Resources.ArtifactBucket, access, Access.Read | Access.Write);
        var bucket = storage.Artifacts.BucketArn;
        if (access.HasFlag(Access.Read))
        {
            Allow([$"{bucket}/{S3ArtifactStore.Prefix}*"], "s3:GetObject");
            // Without it S3 answers 403 for an object that is not there.
            Allow([bucket], "s3:ListBucket");
            UseKey("s3", "kms:Decrypt");
        }

        if (access.HasFlag(Access.Write))
        {
            Allow([$"{bucket}/{S3ArtifactStore.Prefix}*"], "s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject");
            UseKey("s3", "kms:Decrypt", "kms:GenerateDataKey");
        }
    }

    private void UseSecrets(UsesAttribute use, IReadOnlyList<string> secrets)
    {
        Check(use.Resource, use.Access, Access.Read);
        if (secrets.Count == 0) return;
        Allow(secrets, "secretsmanager:GetSecretValue");
        UseKey("secretsmanager", "kms:Decrypt");
    }

    private void UseKey(string service, params string[] actions)
    {
        _keyUsers.Add(Arns.Endpoint(service));
        _keyActions.UnionWith(actions);
    }

    private void AllowKey()
    {
        Allow(storage.Keys, [.. _keyActions]);
        _statements[^1]["Condition"] = new Dictionary<string, object> { ["StringEquals"] = new Dictionary<string, object> { ["kms:ViaService"] = _keyUsers.ToArray() } };
    }

    private void Allow(IEnumerable<string> resources, params string[] actions) => _statements.Add(new() { ["Effect"] = "Allow", ["Action"] = actions, ["Resource"] = resources.ToArray() });

    private static void Check(string resource, Access access, Access known)
    {
        if ((access & ~known) != Access.None) throw new InvalidOperationException($"Nobody knows how to grant {access & ~known} on {resource}.");
    }
}
