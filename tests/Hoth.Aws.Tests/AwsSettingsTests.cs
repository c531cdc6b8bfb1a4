using Hoth.Ports;

namespace Hoth.Aws.Tests;

public sealed class AwsSettingsTests
{
    [Fact]
    public void Settings_name_every_violation_at_once()
    {
        var variables = new Dictionary<string, string> { ["HOTH_ARTIFACT_BUCKET"] = "Not A Bucket", ["HOTH_QUEUE_COST_REQUEST_QUEUE_URL"] = "queue" };
        var violations = Should.Throw<AwsSettingsException>(() => AwsSettings.Read(variables.GetValueOrDefault)).Violations;
        violations.ShouldContain(v => v.StartsWith("HOTH_TABLE is not set"));
        violations.ShouldContain(v => v.StartsWith("HOTH_ARTIFACT_BUCKET is not an S3"));
        violations.ShouldContain(v => v.StartsWith("HOTH_QUEUE_COST_REQUEST_QUEUE_URL is not the"));
        violations.ShouldContain(v => v.StartsWith("HOTH_QUEUE_COST_RESPONSE_QUEUE_DEAD_LETTER_URL is not set"));
        violations.ShouldContain(v => v.StartsWith("AWS_REGION"));
        violations.ShouldContain(v => v.StartsWith("HOTH_STATE_MACHINE_PROVISIONING_ARN is not set"));
        violations.Count.ShouldBe(3 + (2 * Queues.All.Count) + Workflows.All.Count);
    }

    [Fact]
    public void Settings_are_read_when_all_is_there()
    {
        var variables = CompleteSettings.Variables();
        var settings = AwsSettings.Read(variables.GetValueOrDefault);
        settings.Table.ShouldBe("hoth");
        settings.Bucket.ShouldBe("hoth-artifacts");
        settings.CustomEndpoint.ShouldBeFalse();
        settings.QueueUrls[Queues.CostRequests].ShouldBe($"https://sqs.example/1/{Queues.CostRequests}");
        settings.QueueUrls[Queues.DeadLetter(Queues.CostResponses)].ShouldBe($"https://sqs.example/1/{Queues.DeadLetter(Queues.CostResponses)}");
        settings.StateMachineArns[Workflows.Provisioning].ShouldEndWith(":stateMachine:provisioning");

        variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566";
        AwsSettings.Read(variables.GetValueOrDefault).CustomEndpoint.ShouldBeTrue();
    }
}
