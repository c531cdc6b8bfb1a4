using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.StepFunctions.Model;
using Hoth.Compat;

namespace Amazon.StepFunctions;

/// <summary>What is particular to the service: names, versions, operations.</summary>
internal static class StepFunctionsService
{
    public static readonly AwsJsonService Description = new(
        Name: "Amazon.StepFunctions",
        ServiceId: "SFN",
        EndpointPrefix: "states",
        TargetPrefix: "AWSStepFunctions",
        JsonVersion: "1.0",
        ApiVersion: "2016-11-23",
        ToException: StepFunctionsErrors.ToException);

    public static readonly AwsEndpoints Endpoints = new(Description.EndpointPrefix, static (region, _) => region == "us-gov-west-1" ? "https://states.us-gov-west-1.amazonaws.com" : null);

    private static readonly JsonSerializerOptions Json = AwsJsonOptions.Create(
        StepFunctionsJson.Default,
        JsonNamingPolicy.CamelCase,
        [
        new ConstantClassConverter<IncludedData>(IncludedData.FindValue),
        new ConstantClassConverter<ExecutionRedriveStatus>(ExecutionRedriveStatus.FindValue),
        new ConstantClassConverter<ExecutionStatus>(ExecutionStatus.FindValue),
        new ConstantClassConverter<HistoryEventType>(HistoryEventType.FindValue),
        new ConstantClassConverter<StateMachineType>(StateMachineType.FindValue),
        new ConstantClassConverter<LogLevel>(LogLevel.FindValue),
        new ConstantClassConverter<EncryptionType>(EncryptionType.FindValue),
        new ConstantClassConverter<StateMachineStatus>(StateMachineStatus.FindValue),
        ]);

    public static readonly InvokeOptions StartExecution = Description.Operation<StartExecutionRequest, StartExecutionResponse>("StartExecution", Json);
    public static readonly InvokeOptions DescribeExecution = Description.Operation<DescribeExecutionRequest, DescribeExecutionResponse>("DescribeExecution", Json);
    public static readonly InvokeOptions StopExecution = Description.Operation<StopExecutionRequest, StopExecutionResponse>("StopExecution", Json);
    public static readonly InvokeOptions GetExecutionHistory = Description.Operation<GetExecutionHistoryRequest, GetExecutionHistoryResponse>("GetExecutionHistory", Json);
    public static readonly InvokeOptions CreateStateMachine = Description.Operation<CreateStateMachineRequest, CreateStateMachineResponse>("CreateStateMachine", Json);
    public static readonly InvokeOptions DescribeStateMachine = Description.Operation<DescribeStateMachineRequest, DescribeStateMachineResponse>("DescribeStateMachine", Json);
    public static readonly InvokeOptions UpdateStateMachine = Description.Operation<UpdateStateMachineRequest, UpdateStateMachineResponse>("UpdateStateMachine", Json);
}
