using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.StepFunctions;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;
using Hoth.Packaging;
using Hoth.Ports;

namespace Hoth.Infra;

/// <summary>The state machines of <see cref="Workflows.All"/>, from the files that the local host runs too, with their placeholders filled in.</summary>
internal sealed partial class HothWorkflows : Construct
{
    private readonly Dictionary<string, StateMachine> _machines = new(StringComparer.Ordinal);

    public HothWorkflows(Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothStorage storage, HothFunctions functions)
        : base(scope, "Workflows")
    {
        foreach (var workflow in Workflows.All)
        {
            var machine = _machines[workflow] = Create(workflow, options, catalog, storage, functions);
            Listen(workflow, machine, catalog.All.Single(f => f.FailedExecutionsOf == workflow), functions);
        }
    }

    /// <summary>Every state machine by its logical name.</summary>
    public IReadOnlyDictionary<string, StateMachine> All => _machines;

    /// <summary>The tasks of a state machine: every placeholder in its file that is not the partition names a function.</summary>
    /// <exception cref="InvalidOperationException">One names no function, or one that is no task.</exception>
    public static IReadOnlyList<FunctionDefinition> TasksOf(string workflow, FunctionCatalog catalog) =>
    [
        .. Placeholder().Matches(Read(workflow)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)
            .Where(name => name != PartitionName)
            .Select(name => catalog[name].Shape == HandlerShape.Task ? catalog[name] : throw new InvalidOperationException($"{workflow}: {name} is no task.")),
    ];

    /// <summary>From its name: functions are told the ARNs of the state machines that in turn name those functions.</summary>
    public static string ArnOf(DeploymentOptions options, string workflow) => Arns.Of("states", $"stateMachine:{NameOf(options, workflow)}");

    private const string PartitionName = "Partition";

    private static readonly string[] NotSucceeded = ["FAILED", "TIMED_OUT", "ABORTED"];

    private static string NameOf(DeploymentOptions options, string workflow) => $"{options.StackName}-{workflow}";

    private static string Read(string workflow) => File.ReadAllText(Checkout.PathOf("statemachines", $"{workflow}.asl.json"));

    private StateMachine Create(string workflow, DeploymentOptions options, FunctionCatalog catalog, HothStorage storage, HothFunctions functions)
    {
        var scope = new Construct(this, workflow);
        // Names that begin so do not count against the limit of the policies of log groups.
        var logs = Logs.Create(scope, "Logs", $"/aws/vendedlogs/states/{NameOf(options, workflow)}", options, storage.Key);
        var tasks = TasksOf(workflow, catalog);
        var machine = new StateMachine(scope, "StateMachine", new StateMachineProps
        {
            StateMachineName = NameOf(options, workflow),
            // Inline, so that linters and reviewers see it. Its timeout is in the file.
            DefinitionBody = DefinitionBody.FromString(Read(workflow)),
            DefinitionSubstitutions = tasks.ToDictionary(task => task.Name, task => functions[task.Name].FunctionArn)
                .Append(KeyValuePair.Create(PartitionName, Amazon.CDK.Aws.PARTITION)).ToDictionary(),
            Role = Identities.RoleFor(scope, "states.amazonaws.com", DocumentOf(tasks.Select(task => functions[task.Name].FunctionArn)), NoResources),
            // Every step, but nothing of inputs and outputs: what a CSP answered is nobody's to read in a log.
            Logs = new LogOptions { Destination = logs, Level = LogLevel.ALL, IncludeExecutionData = false },
            TracingEnabled = true,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        return machine;
    }

    private static NagException NoResources { get; } = new("AwsSolutions-IAM5", "Log deliveries and X-Ray have no resources.", @"^Resource::\*$");

    private static PolicyDocument DocumentOf(IEnumerable<string> functionArns) => new(new PolicyDocumentProps
    {
        Statements =
        [
            new(new PolicyStatementProps { Actions = ["lambda:InvokeFunction"], Resources = [.. functionArns] }),
            new(new PolicyStatementProps
            {
                Actions =
                [
                    "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
                    "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
                    "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
                ],
                Resources = ["*"],
            }),
        ],
    });

    private static void Listen(string workflow, StateMachine machine, FunctionDefinition listener, HothFunctions functions) => _ = new Rule(machine, "NotSucceeded", new RuleProps
    {
        Description = $"Executions of {workflow} that end without a result of their own: the function writes it",
        EventPattern = new EventPattern
        {
            Source = ["aws.states"],
            DetailType = ["Step Functions Execution Status Change"],
            Detail = new Dictionary<string, object> { ["status"] = NotSucceeded, ["stateMachineArn"] = new[] { machine.StateMachineArn } },
        },
        Targets = [functions.Target(functions[listener.Name])],
    });

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
