using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;
using Hoth.Aws;
using Hoth.Aws.DynamoDb;
using Hoth.Infra.Configuration;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Runs;

namespace Hoth.Infra;

/// <summary>Where data is kept: the key that encrypts it, the job table, the bucket of large bodies, the secrets of the CSPs.</summary>
internal sealed class HothStorage : Construct
{
    public HothStorage(Construct scope, DeploymentOptions options)
        : base(scope, "Storage")
    {
        Key = CreateKey(options);
        Table = CreateTable(options);
        var accessLogs = CreateAccessLogBucket(options);
        Artifacts = CreateArtifactBucket(options, accessLogs);
        var config = DeployedConfiguration.Load();
        var arns = config.Secrets.ToDictionary(name => name, name => CreateSecret(name, options), StringComparer.Ordinal);
        CspSecrets = [.. config.CspSecrets.Select(name => arns[name])];
        HttpJobSecrets = [.. config.HttpJobSecrets.Select(name => arns[name])];
        QaSecrets = Arns.Of("secretsmanager", $"secret:{QaSettings.SecretPrefix}*");
        Nag.Except(Table, new NagException("NIST.800.53.R5-DynamoDBInBackupPlan", "Point-in-time recovery covers 35 days, and a job record is of use for some days after its job; which backup plans there are, the account decides."));
        Nag.Except(Artifacts, NoReplication);
        Nag.Except(accessLogs, NoReplication, new NagException("NIST.800.53.R5-S3DefaultEncryptionKMS", "S3 delivers access logs only to buckets that it encrypts with keys of its own."));
        Keys = options.SecretsKeyArn is { } other ? [Key.KeyArn, other] : [Key.KeyArn];
    }

    /// <summary>Encrypts everything that clients and CSPs send: table, bucket, queues, secrets, topic and logs.</summary>
    public Key Key { get; }

    public Table Table { get; }

    public Bucket Artifacts { get; }

    /// <summary>ARNs of the keys of all of this: the stack's, and that of secrets that were there before.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>ARNs of the CSPs' secrets.</summary>
    public IReadOnlyList<string> CspSecrets { get; }

    /// <summary>What the ARNs of the secrets begin with that QA packages may name: operators make them, when there is something to test.</summary>
    public string QaSecrets { get; }

    /// <summary>ARNs of the secrets that definitions of HTTP jobs name; some may be a CSP's.</summary>
    public IReadOnlyList<string> HttpJobSecrets { get; }

    /// <summary>Jobs that write parts have ended after a day, and their parts were deleted with them.</summary>
    private const double TemporaryDays = 7;

    private static NagException NoReplication { get; } = new(
        "NIST.800.53.R5-S3BucketReplicationEnabled", "What is kept here can be asked for again and ends after some months; a stack belongs to one region.");

    private static NagException CspRotates(string rule) => new(rule, "The CSP issues these credentials: nothing in AWS can make new ones. An operator rotates them; the functions take up a new value within 5 minutes.");

    private Key CreateKey(DeploymentOptions options)
    {
        var key = new Key(this, "Key", new KeyProps
        {
            Description = $"Data of {options.StackName}",
            EnableKeyRotation = true,
            RemovalPolicy = options.Removal(),
        });
        key.AddToResourcePolicy(ServiceMay(
            Arns.Endpoint("logs"), "ArnLike", "kms:EncryptionContext:aws:logs:arn",
            Arns.Of("logs", "log-group:*"), "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"));
        // Alarms are put on an encrypted topic, events that nobody took on an encrypted queue.
        foreach (var service in new[] { "cloudwatch.amazonaws.com", "events.amazonaws.com" })
        {
            key.AddToResourcePolicy(ServiceMay(service, "StringEquals", "aws:SourceAccount", Amazon.CDK.Aws.ACCOUNT_ID, "kms:Decrypt", "kms:GenerateDataKey"));
        }

        return key;
    }

    private static PolicyStatement ServiceMay(string service, string test, string name, string value, params string[] actions) => new(new PolicyStatementProps
    {
        Principals = [new ServicePrincipal(service)],
        Actions = actions,
        // In a key's policy "*" is that key.
        Resources = ["*"],
        Conditions = new Dictionary<string, object> { [test] = new Dictionary<string, object> { [name] = value } },
    });

    private Table CreateTable(DeploymentOptions options)
    {
        var table = new Table(this, "JobTable", new TableProps
        {
            PartitionKey = Text(HothTable.PartitionKey),
            SortKey = Text(HothTable.SortKey),
            BillingMode = BillingMode.PAY_PER_REQUEST,
            TimeToLiveAttribute = HothTable.TimeToLive,
            PointInTimeRecovery = true,
            Encryption = TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = Key,
            DeletionProtection = !options.Sandbox,
            RemovalPolicy = options.Removal(),
        });
        AddIndex(table, HothTable.DueIndex, Number(HothTable.DueShard), Text(HothTable.DueOrder));
        AddIndex(table, HothTable.DeliveredIndex, Text(HothTable.DeliveredShard), Text(HothTable.DeliveredOrder));
        AddIndex(table, HothTable.OwnedIndex, Text(HothTable.Owner), Text(HothTable.OwnedOrder));
        return table;
    }

    private static void AddIndex(Table table, string name, Amazon.CDK.AWS.DynamoDB.Attribute partitionKey, Amazon.CDK.AWS.DynamoDB.Attribute sortKey) =>
        table.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps { IndexName = name, PartitionKey = partitionKey, SortKey = sortKey, ProjectionType = ProjectionType.KEYS_ONLY });

    private static Amazon.CDK.AWS.DynamoDB.Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };

    private static Amazon.CDK.AWS.DynamoDB.Attribute Number(string name) => new() { Name = name, Type = AttributeType.NUMBER };

    private Bucket CreateAccessLogBucket(DeploymentOptions options) => new(this, "AccessLogs", new BucketProps
    {
        // Access logs can only be delivered to a bucket that S3 encrypts with its own keys.
        Encryption = BucketEncryption.S3_MANAGED,
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        EnforceSSL = true,
        MinimumTLSVersion = 1.2,
        Versioned = true,
        RemovalPolicy = options.Removal(),
        LifecycleRules = [Expire(options.LogDays)],
    });

    private Bucket CreateArtifactBucket(DeploymentOptions options, Bucket accessLogs) => new(this, "Artifacts", new BucketProps
    {
        Encryption = BucketEncryption.KMS,
        EncryptionKey = Key,
        BucketKeyEnabled = true,
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        EnforceSSL = true,
        MinimumTLSVersion = 1.2,
        Versioned = true,
        ServerAccessLogsBucket = accessLogs,
        ServerAccessLogsPrefix = "artifacts/",
        RemovalPolicy = options.Removal(),
        // The sweeper deletes a job's bodies when its record expires; this is for what it never heard of.
        LifecycleRules = [Expire((JobLifecycle.RecordLifetime + JobLifecycle.TombstoneLifetime).TotalDays), .. ArtifactKey.Temporary.Select(prefix => Expire(TemporaryDays, S3ArtifactStore.Prefix + prefix))],
    });

    private static Amazon.CDK.AWS.S3.LifecycleRule Expire(double days, string? prefix = null) => new()
    {
        Prefix = prefix,
        Expiration = Duration.Days(days),
        NoncurrentVersionExpiration = Duration.Days(7),
        AbortIncompleteMultipartUploadAfter = Duration.Days(1),
    };

    private string CreateSecret(string name, DeploymentOptions options)
    {
        // Secrets Manager ends every ARN with six characters of its own.
        if (!options.CreateSecrets) return Arns.Of("secretsmanager", $"secret:{name}-??????");

        // Without a value: until somebody sets one, the jobs that need it end as failed and say that credentials are missing.
        var secret = new CfnSecret(this, $"Secret-{name}", new CfnSecretProps { Name = name, Description = "Credentials at a CSP", KmsKeyId = Key.KeyArn });
        secret.ApplyRemovalPolicy(options.Removal());
        Nag.Except(secret, CspRotates("AwsSolutions-SMG4"), CspRotates("NIST.800.53.R5-SecretsManagerRotationEnabled"));
        return secret.Ref;
    }
}
