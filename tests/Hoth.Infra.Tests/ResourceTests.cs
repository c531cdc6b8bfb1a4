using Hoth.Aws.DynamoDb;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

/// <summary>Functions, storage and logs.</summary>
[Collection(nameof(Stacks))]
public sealed class ResourceTests(Stacks stacks)
{
    [Fact]
    public void Every_function_runs_the_one_package_traced_within_memory_and_time()
    {
        foreach (var stack in stacks.All)
        {
            stack.Functions.Values.Select(f => f["Code"]!.ToJsonString()).Distinct().Count().ShouldBe(1);
            foreach (var (name, function) in stack.Functions)
            {
                function["Runtime"]!.GetValue<string>().ShouldBe("provided.al2023", name);
                function["Architectures"]!.ToJsonString().ShouldBe(stack.Options.Architecture == "arm64" ? """["arm64"]""" : """["x86_64"]""", name);
                function["MemorySize"]!.GetValue<int>().ShouldBeInRange(128, 10240, name);
                function["Timeout"]!.GetValue<int>().ShouldBeInRange(1, 900, name);
                function["TracingConfig"]!["Mode"]!.GetValue<string>().ShouldBe("Active", name);
            }
        }
    }

    [Fact]
    public void Every_log_group_ends_and_is_encrypted_and_every_function_has_one_before_it_runs()
    {
        foreach (var stack in stacks.All)
        {
            foreach (var group in stack.OfType("AWS::Logs::LogGroup"))
            {
                group["RetentionInDays"]!.GetValue<int>().ShouldBe(stack.Options.LogDays, group.Id);
                group["KmsKeyId"].ShouldNotBeNull(group.Id);
            }

            foreach (var (name, function) in stack.Functions)
            {
                var group = stack.OfType("AWS::Logs::LogGroup").Single(g => stack.Resolve(g["LogGroupName"]) == $"/aws/lambda/{function["FunctionName"]}");
                function.Json["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldContain(group.Id, name);
            }
        }
    }

    [Fact]
    public void Table_is_the_one_that_the_stores_expect_on_demand_and_recoverable()
    {
        var table = stacks.Default.OfType("AWS::DynamoDB::Table").Single();

        table["BillingMode"]!.GetValue<string>().ShouldBe("PAY_PER_REQUEST");
        table["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!.GetValue<bool>().ShouldBeTrue();
        table["DeletionProtectionEnabled"]!.GetValue<bool>().ShouldBeTrue();
        table["SSESpecification"]!["SSEType"]!.GetValue<string>().ShouldBe("KMS");
        (table["TimeToLiveSpecification"]!["AttributeName"]!.GetValue<string>(), table["TimeToLiveSpecification"]!["Enabled"]!.GetValue<bool>()).ShouldBe((HothTable.TimeToLive, true));
        Keys(table["KeySchema"]).ShouldBe($"HASH {HothTable.PartitionKey}, RANGE {HothTable.SortKey}");
        table["GlobalSecondaryIndexes"]!.AsArray().Select(index => $"{index!["IndexName"]}: {Keys(index["KeySchema"])}, {index["Projection"]!["ProjectionType"]}").ShouldBe(
        [
            $"{HothTable.DueIndex}: HASH {HothTable.DueShard}, RANGE {HothTable.DueOrder}, KEYS_ONLY",
            $"{HothTable.DeliveredIndex}: HASH {HothTable.DeliveredShard}, RANGE {HothTable.DeliveredOrder}, KEYS_ONLY",
            $"{HothTable.OwnedIndex}: HASH {HothTable.Owner}, RANGE {HothTable.OwnedOrder}, KEYS_ONLY",
        ]);
        table["AttributeDefinitions"]!.AsArray().Select(a => $"{a!["AttributeName"]} {a["AttributeType"]}").ShouldBe(
            [$"{HothTable.PartitionKey} S", $"{HothTable.SortKey} S", $"{HothTable.DueShard} N", $"{HothTable.DueOrder} S", $"{HothTable.DeliveredShard} S", $"{HothTable.DeliveredOrder} S", $"{HothTable.Owner} S", $"{HothTable.OwnedOrder} S"],
            ignoreOrder: true);
    }

    [Fact]
    public void Buckets_are_private_encrypted_TLS_only_and_forget()
    {
        foreach (var bucket in stacks.Default.OfType("AWS::S3::Bucket"))
        {
            bucket["PublicAccessBlockConfiguration"]!.AsObject().Select(setting => setting.Value!.GetValue<bool>()).ShouldBe([true, true, true, true]);
            bucket["BucketEncryption"].ShouldNotBeNull();
            bucket["LifecycleConfiguration"]!["Rules"]!.AsArray().ShouldContain(r => r!["Prefix"] == null && r["ExpirationInDays"] != null);
            var policy = stacks.Default.OfType("AWS::S3::BucketPolicy").Single(p => p["Bucket"]!["Ref"]!.GetValue<string>() == bucket.Id);
            Policies.Of(stacks.Default, policy).ShouldContain(s => s.Effect == "Deny" && s.Condition!["Bool"]!["aws:SecureTransport"]!.GetValue<string>() == "false");
        }
    }

    [Fact]
    public void Parts_of_jobs_are_forgotten_after_a_week() =>
        stacks.Default.OfType("AWS::S3::Bucket").SelectMany(bucket => bucket["LifecycleConfiguration"]!["Rules"]!.AsArray()).Where(r => r!["Prefix"] is not null)
            .Select(r => $"{r!["Prefix"]} {r["ExpirationInDays"]}").ShouldBe(["artifacts/http-jobs/ 7", "artifacts/report-parts/ 7"], ignoreOrder: true);

    [Fact]
    public void Data_outlives_the_stack_but_for_a_sandbox()
    {
        foreach (var type in new[] { "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup" })
        {
            stacks.Default.OfType(type).Select(r => r.Json["DeletionPolicy"]!.GetValue<string>()).Distinct().ShouldBe(["RetainExceptOnCreate"], type);
            stacks.Sandbox.OfType(type).Select(r => r.Json["DeletionPolicy"]!.GetValue<string>()).Distinct().ShouldBe(["Delete"], type);
        }
    }

    [Fact]
    public void Secrets_are_made_without_a_value_or_not_at_all()
    {
        var secrets = stacks.Default.OfType("AWS::SecretsManager::Secret").ToList();

        secrets.Select(s => s["Name"]!.GetValue<string>()).ShouldBe(["hoth/csp/csp-a", "hoth/csp/csp-b", "hoth/csp/csp-d", "hoth/csp/csp-d-exports"]);
        secrets.Where(s => s["SecretString"] is not null || s["GenerateSecretString"] is not null).ShouldBeEmpty();
        stacks.Restricted.OfType("AWS::SecretsManager::Secret").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("provisioning")]
    [InlineData("qa-run")]
    public void State_machine_is_the_file_with_every_placeholder_filled_in_traced_and_logged_without_data(string workflow)
    {
        foreach (var stack in stacks.All)
        {
            var machine = stack.OfType("AWS::StepFunctions::StateMachine").Single(m => m["StateMachineName"]!.GetValue<string>() == $"{stack.Options.StackName}-{workflow}");

            machine["DefinitionString"]!.GetValue<string>().ShouldBe(File.ReadAllText(Checkout.PathOf("statemachines", $"{workflow}.asl.json")));
            var placeholders = System.Text.RegularExpressions.Regex.Matches(machine["DefinitionString"]!.GetValue<string>(), @"\$\{(\w+)\}").Select(m => m.Groups[1].Value).Distinct();
            var filledIn = machine["DefinitionSubstitutions"]!.AsObject().ToDictionary(s => s.Key, s => stack.Resolve(s.Value));
            filledIn.Keys.ShouldBe(placeholders, ignoreOrder: true);
            filledIn["Partition"].ShouldBe("aws-us-gov");
            filledIn.Where(s => s.Key != "Partition" && s.Value != $"arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:{stack.Options.StackName}-{s.Key}").ShouldBeEmpty();
            machine["TracingConfiguration"]!["Enabled"]!.GetValue<bool>().ShouldBeTrue();
            machine["LoggingConfiguration"]!["IncludeExecutionData"]!.GetValue<bool>().ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("provisioning", "RecordFailedExecution")]
    [InlineData("qa-run", "RecordFailedQaRun")]
    public void Executions_that_do_not_succeed_reach_the_function_that_writes_their_result(string workflow, string function)
    {
        var rule = stacks.Default.OfType("AWS::Events::Rule").Where(r => r["EventPattern"] is not null)
            .Single(r => stacks.Default.Resolve(r["EventPattern"]!["detail"]!["stateMachineArn"]).EndsWith($":hoth-{workflow}", StringComparison.Ordinal));

        rule["EventPattern"]!["source"]!.ToJsonString().ShouldBe("""["aws.states"]""");
        rule["EventPattern"]!["detail-type"]!.ToJsonString().ShouldBe("""["Step Functions Execution Status Change"]""");
        rule["EventPattern"]!["detail"]!["status"]!.ToJsonString().ShouldBe("""["FAILED","TIMED_OUT","ABORTED"]""");
        stacks.Default.Resolve(rule["Targets"]![0]!["Arn"]).ShouldEndWith($":hoth-{function}");
    }

    private static string Keys(System.Text.Json.Nodes.JsonNode? schema) => string.Join(", ", schema!.AsArray().Select(key => $"{key!["KeyType"]} {key["AttributeName"]}"));
}
