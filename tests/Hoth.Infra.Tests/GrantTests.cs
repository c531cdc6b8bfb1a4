using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Infra.Tests;

/// <summary>Each function may do what its declaration says, and no more.</summary>
[Collection(nameof(Stacks))]
public sealed class GrantTests(Stacks stacks)
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    /// <summary>The wildcards that there are, and why each cannot be avoided. docs/deployment.md has the same list in words.</summary>
    private static readonly (string Action, string Resource, string Why)[] Explained =
    [
        ("xray:PutTraceSegments", "*", "X-Ray has no resources"),
        ("xray:PutTelemetryRecords", "*", "X-Ray has no resources"),
        ("xray:GetSamplingRules", "*", "X-Ray has no resources"),
        ("xray:GetSamplingTargets", "*", "X-Ray has no resources"),
        ("logs:CreateLogDelivery", "*", "log deliveries have no resources"),
        ("logs:GetLogDelivery", "*", "log deliveries have no resources"),
        ("logs:UpdateLogDelivery", "*", "log deliveries have no resources"),
        ("logs:DeleteLogDelivery", "*", "log deliveries have no resources"),
        ("logs:ListLogDeliveries", "*", "log deliveries have no resources"),
        ("logs:PutResourcePolicy", "*", "log deliveries have no resources"),
        ("logs:DescribeResourcePolicies", "*", "log deliveries have no resources"),
        ("logs:DescribeLogGroups", "*", "log deliveries have no resources"),
        ("logs:CreateLogStream", ":log-stream:*", "Lambda names the streams of the function's own log group"),
        ("logs:PutLogEvents", ":log-stream:*", "Lambda names the streams of the function's own log group"),
        ("s3:GetObject", "/artifacts/*", "keys of objects are made at run time"),
        ("s3:PutObject", "/artifacts/*", "keys of objects are made at run time; access logs as well"),
        ("s3:AbortMultipartUpload", "/artifacts/*", "keys of objects are made at run time"),
        ("s3:DeleteObject", "/artifacts/*", "keys of objects are made at run time"),
        ("execute-api:Invoke", "/*", "what stands for a path parameter; only where the route has one, and only for the whole of it"),
        ("ec2:CreateNetworkInterface", "*", "interfaces are made at run time by Lambda"),
        ("ec2:DescribeNetworkInterfaces", "*", "EC2 describes without resources"),
        ("ec2:DescribeSubnets", "*", "EC2 describes without resources"),
        ("ec2:DeleteNetworkInterface", "*", "interfaces are made at run time by Lambda"),
        ("ec2:AssignPrivateIpAddresses", "*", "interfaces are made at run time by Lambda"),
        ("ec2:UnassignPrivateIpAddresses", "*", "interfaces are made at run time by Lambda"),
        ("secretsmanager:GetSecretValue", "secret:hoth/qa/*", "secrets of QA targets are made by operators when there is something to test"),
        ("secretsmanager:GetSecretValue", "-??????", "Secrets Manager ends the ARN of a secret with six characters of its own; only for secrets that are there already"),
    ];

    [Fact]
    public void No_policy_allows_a_wildcard_that_is_not_explained()
    {
        var wild = stacks.All
            .SelectMany(stack => Policies.In(stack))
            // In a key's policy "*" is that key, and its account must be able to manage it.
            .Where(statement => statement is { Effect: "Allow", OwnerType: not "AWS::KMS::Key" })
            .SelectMany(statement => statement.Actions.SelectMany(action => statement.Resources.Select(resource => (statement.Owner, Action: action, Resource: resource))))
            .Where(grant => grant.Action.Contains('*', StringComparison.Ordinal) || grant.Resource.Contains('*', StringComparison.Ordinal) || grant.Resource.Contains('?', StringComparison.Ordinal))
            .ToList();

        wild.ShouldNotBeEmpty();
        wild.Where(grant => !Explained.Any(e => Explains(e, grant.Action, grant.Resource))).ShouldBeEmpty();
        Explained.Where(e => !wild.Any(grant => Explains(e, grant.Action, grant.Resource))).ShouldBeEmpty("an explanation that explains nothing");
    }

    [Fact]
    public void Only_the_account_itself_may_do_everything_with_the_key() =>
        stacks.All.SelectMany(stack => stack.OfType("AWS::KMS::Key").SelectMany(key => Policies.Of(stack, key)))
            .Where(statement => statement.Actions.Any(action => action.Contains('*', StringComparison.Ordinal)))
            .Select(statement => string.Join(',', statement.Actions)).Distinct().ShouldBe(["kms:*"]);

    [Fact]
    public void Every_function_has_a_role_of_its_own_with_one_policy_of_its_own()
    {
        foreach (var stack in stacks.All)
        {
            var roles = stack.Functions.Values.Select(f => f["Role"]!["Fn::GetAtt"]![0]!.GetValue<string>()).ToList();
            roles.Distinct().Count().ShouldBe(stack.Functions.Count);
            roles.Select(role => stack[role]["ManagedPolicyArns"]!.AsArray().Single()!["Ref"]!.GetValue<string>()).Distinct().Count().ShouldBe(stack.Functions.Count);
            stack.OfType("AWS::IAM::Policy").ShouldBeEmpty("a construct has granted something on its own");
        }
    }

    [Fact]
    public void Functions_may_do_with_queues_what_they_declare()
    {
        foreach (var (function, name, statements) in Functions())
        {
            foreach (var queue in Queues.All.SelectMany(q => new[] { q.Name, Queues.DeadLetter(q.Name) }))
            {
                var arn = $"arn:aws-us-gov:sqs:us-gov-west-1:123456789012:hoth-{queue}";
                ActionsOn(statements, arn).ShouldBe(QueueActions(function, queue), ignoreOrder: true, $"{name} on {queue}");
            }
        }
    }

    [Fact]
    public void Functions_may_do_with_everything_else_what_they_declare()
    {
        var table = stacks.Default.Resolve(new System.Text.Json.Nodes.JsonObject { ["Fn::GetAtt"] = new System.Text.Json.Nodes.JsonArray(stacks.Default.OfType("AWS::DynamoDB::Table").Single().Id, "Arn") });
        foreach (var (function, name, statements) in Functions())
        {
            var on = AccessOf(function, Resources.JobTable);
            var feeds = Only(AccessOf(function, Resources.EventFeeds), (Access.Read, "dynamodb:GetItem,dynamodb:Query"), (Access.Write, "dynamodb:PutItem"));
            ActionsOn(statements, table).Distinct().ShouldBe(
                Only(on, (Access.Read, "dynamodb:GetItem,dynamodb:BatchGetItem"), (Access.Write, "dynamodb:PutItem,dynamodb:DeleteItem")).Union(feeds), ignoreOrder: true, name);
            foreach (var index in new[] { "due", "delivered", "owned" }) ActionsOn(statements, $"{table}/index/{index}").ShouldBe(Only(on, (Access.Read, "dynamodb:Query")), name);

            on = AccessOf(function, Resources.ArtifactBucket);
            statements.Where(s => s.Resources.Any(r => r.EndsWith("/artifacts/*", StringComparison.Ordinal))).SelectMany(s => s.Actions)
                .ShouldBe(Only(on, (Access.Read, "s3:GetObject"), (Access.Write, "s3:PutObject,s3:AbortMultipartUpload,s3:DeleteObject")), ignoreOrder: true, name);

            // One of the two secrets that definitions of HTTP jobs name is a CSP's.
            var secrets = statements.Where(s => s.Actions.Contains("secretsmanager:GetSecretValue")).SelectMany(s => s.Resources).Distinct().ToLookup(s => s.EndsWith("hoth/qa/*", StringComparison.Ordinal));
            secrets[true].Count().ShouldBe(AccessOf(function, Resources.QaSecrets) == Access.Read ? 1 : 0, name);
            secrets[false].Count().ShouldBe(
                (AccessOf(function, Resources.CspSecrets), AccessOf(function, Resources.HttpJobSecrets)) switch
                {
                    (Access.Read, Access.Read) => 4,
                    (Access.Read, _) => 3,
                    (_, Access.Read) => 2,
                    _ => 0,
                }, name);

            foreach (var workflow in Workflows.All)
            {
                ActionsOn(statements, $"arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:hoth-{workflow}").ShouldBe(Only(AccessOf(function, workflow), (Access.Start, "states:StartExecution")), name);
            }
        }
    }

    [Fact]
    public void Functions_use_the_key_only_through_services()
    {
        foreach (var (_, name, statements) in Functions())
        {
            statements.Where(s => s.Actions.Any(a => a.StartsWith("kms:", StringComparison.Ordinal)))
                .Where(s => s.Condition?["StringEquals"]?["kms:ViaService"] is null).ShouldBeEmpty(name);
        }
    }

    private IEnumerable<(FunctionDefinition Function, string Name, IReadOnlyList<Statement> Statements)> Functions() =>
        Catalog.All.Select(f => (f, f.Name, Policies.OfFunction(stacks.Default, stacks.Default.Functions[f.Name])));

    private static List<string> QueueActions(FunctionDefinition function, string queue)
    {
        var access = AccessOf(function, queue) | (function.Queue?.Name == queue ? Access.Consume : Access.None);
        var actions = Only(access, (Access.Send, "sqs:SendMessage"), (Access.Receive, "sqs:ReceiveMessage,sqs:ChangeMessageVisibility"), (Access.Delete, "sqs:DeleteMessage"));
        if (function.Queue?.Name == queue) actions.Add("sqs:GetQueueAttributes");
        var receives = function.Uses.Where(u => u.Access.HasFlag(Access.Receive)).Select(u => u.Resource).Append(function.Queue?.Name);
        if (receives.Any(q => q is not null && Queues.DeadLetter(q) == queue)) actions.Add("sqs:SendMessage");
        return actions;
    }

    private static Access AccessOf(FunctionDefinition function, string resource) =>
        function.Uses.Where(u => u.Resource == resource).Aggregate(Access.None, (all, use) => all | use.Access);

    private static List<string> Only(Access access, params (Access Flag, string Actions)[] table) =>
        [.. table.Where(row => access.HasFlag(row.Flag)).SelectMany(row => row.Actions.Split(','))];

    private static IEnumerable<string> ActionsOn(IEnumerable<Statement> statements, string arn) =>
        statements.Where(s => s.Effect == "Allow" && s.Resources.Contains(arn)).SelectMany(s => s.Actions);

    private static bool Explains((string Action, string Resource, string Why) explanation, string action, string resource) =>
        explanation.Action == action && (action == "execute-api:Invoke" ? resource.Split('/').All(segment => segment == "*" || !segment.Contains('*', StringComparison.Ordinal))
        : explanation.Resource == "*" ? resource == "*" : resource.EndsWith(explanation.Resource, StringComparison.Ordinal) && resource.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == resource.Length - 1));
}
