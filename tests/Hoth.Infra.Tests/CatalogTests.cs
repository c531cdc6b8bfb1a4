using Hoth.Aws;
using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Infra.Tests;

/// <summary>What is declared is deployed, and nothing else.</summary>
[Collection(nameof(Stacks))]
public sealed class CatalogTests(Stacks stacks)
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    [Fact]
    public void Functions_of_the_template_are_those_of_the_catalog()
    {
        foreach (var stack in stacks.All)
        {
            stack.Functions.Keys.ShouldBe(Catalog.All.Select(f => f.Name), ignoreOrder: true);
            foreach (var declared in Catalog.All)
            {
                var function = stack.Functions[declared.Name];
                function["MemorySize"]!.GetValue<int>().ShouldBe((int)declared.Function.MemorySize);
                function["Timeout"]!.GetValue<int>().ShouldBe((int)declared.Function.Timeout);
            }
        }
    }

    [Fact]
    public void Routes_of_the_template_are_those_of_the_catalog() =>
        stacks.Default.OfType("AWS::ApiGateway::Method")
            .Select(method => $"{method["HttpMethod"]} {PathOf(stacks.Default, method["ResourceId"]!["Ref"]?.GetValue<string>())} {FunctionOf(stacks.Default, stacks.Default.Resolve(method["Integration"]!["Uri"]))}")
            .ShouldBe(Catalog.All.Where(f => f.Route is not null).Select(f => $"{f.Route!.Method} {f.Route.Template} {f.Name}"), ignoreOrder: true);

    [Fact]
    public void Each_route_may_invoke_its_function_and_no_other_route_may()
    {
        var granted = stacks.Default.OfType("AWS::Lambda::Permission")
            .Where(permission => permission["Principal"]!.GetValue<string>() == "apigateway.amazonaws.com")
            .Select(permission => (Function: FunctionOf(stacks.Default, stacks.Default.Resolve(permission["FunctionName"])), Source: stacks.Default.Resolve(permission["SourceArn"])))
            .Where(permission => !permission.Source.Contains("/authorizers/", StringComparison.Ordinal))
            .Select(permission => $"{permission.Function} {permission.Source[(permission.Source.IndexOf('/', StringComparison.Ordinal) + 1)..]}");

        granted.ShouldBe(Catalog.All.Where(f => f.Route is not null).Select(f => $"{f.Name} prod/{f.Route!.Method}{WithoutParameters(f.Route.Template)}"), ignoreOrder: true);
    }

    [Fact]
    public void Event_sources_of_the_template_are_those_of_the_catalog() =>
        stacks.Default.OfType("AWS::Lambda::EventSourceMapping")
            .Select(source => (
                FunctionOf(stacks.Default, stacks.Default.Resolve(source["FunctionName"])),
                stacks.Default.Resolve(source["EventSourceArn"]).Split(':')[^1],
                source["BatchSize"]!.GetValue<int>(),
                source["ScalingConfig"]?["MaximumConcurrency"]?.GetValue<int>(),
                source["FunctionResponseTypes"]!.ToJsonString()))
            .ShouldBe(
                Catalog.All.Where(f => f.Queue is not null).Select(f => (f.Name, $"hoth-{f.Queue!.Name}", f.Queue.BatchSize, f.Queue.MaximumConcurrency, """["ReportBatchItemFailures"]""")),
                ignoreOrder: true);

    [Fact]
    public void Schedules_of_the_template_are_those_of_the_catalog() =>
        stacks.Default.OfType("AWS::Events::Rule").Where(rule => rule["ScheduleExpression"] is not null)
            .Select(rule => $"{FunctionOf(stacks.Default, stacks.Default.Resolve(rule["Targets"]![0]!["Arn"]))} {rule["ScheduleExpression"]}")
            .ShouldBe(Catalog.All.Where(f => f.Schedule is not null).Select(f => $"{f.Name} {f.Schedule!.Expression}"), ignoreOrder: true);

    [Fact]
    public void Every_function_is_invoked_by_something()
    {
        var tasks = Workflows.All.SelectMany(workflow => HothWorkflows.TasksOf(workflow, Catalog)).Select(f => f.Name).ToHashSet();
        var targets = stacks.Default.OfType("AWS::Events::Rule").Select(rule => FunctionOf(stacks.Default, stacks.Default.Resolve(rule["Targets"]![0]!["Arn"]))).ToHashSet();

        Catalog.All
            .Where(f => f is { Route: null, Queue: null } && f.Shape != HandlerShape.Authorizer && !tasks.Contains(f.Name) && !targets.Contains(f.Name))
            .Select(f => f.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Functions_are_told_all_that_they_need_to_start()
    {
        foreach (var stack in stacks.All)
        {
            foreach (var function in stack.Functions.Values)
            {
                var variables = function["Environment"]!["Variables"]!.AsObject().ToDictionary(v => v.Key, v => stack.Resolve(v.Value));

                var settings = AwsSettings.Read(name => name == "AWS_REGION" ? "us-gov-west-1" : variables.GetValueOrDefault(name));

                settings.QueueUrls.Where(url => !url.Value.EndsWith($"/{stack.Options.StackName}-{url.Key}", StringComparison.Ordinal)).ShouldBeEmpty();
                settings.StateMachineArns.Values.ShouldBe(stack.OfType("AWS::StepFunctions::StateMachine").Select(machine => stack.Resolve(new System.Text.Json.Nodes.JsonObject { ["Ref"] = machine.Id })), ignoreOrder: true);
                settings.Table.ShouldBe(stack.Resolve(new System.Text.Json.Nodes.JsonObject { ["Ref"] = stack.OfType("AWS::DynamoDB::Table").Single().Id }));
            }
        }
    }

    /// <summary>The catalog's name of a function from anything that has its ARN or name in it.</summary>
    private static string FunctionOf(SynthesizedStack stack, string text) =>
        stack.Functions.Single(f => text.Split('/', ':').Contains(f.Value["FunctionName"]!.GetValue<string>())).Key;

    private static string PathOf(SynthesizedStack stack, string? id) =>
        id is null || stack[id].Type != "AWS::ApiGateway::Resource" ? "" : $"{PathOf(stack, stack[id]["ParentId"]!["Ref"]?.GetValue<string>())}/{stack[id]["PathPart"]}";

    private static string WithoutParameters(string template) => string.Join('/', template.Split('/').Select(segment => segment.StartsWith('{') ? "*" : segment));
}
