using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.SQS.Model;
using Hoth.Compat;

namespace Amazon.SQS;

/// <summary>What is particular to the service: names, versions, operations.</summary>
internal static class SQSService
{
    public static readonly AwsJsonService Description = new(
        Name: "Amazon.SQS",
        ServiceId: "SQS",
        EndpointPrefix: "sqs",
        TargetPrefix: "AmazonSQS",
        JsonVersion: "1.0",
        ApiVersion: "2012-11-05",
        ToException: SQSErrors.ToException);

    public static readonly AwsEndpoints Endpoints = new(Description.EndpointPrefix, static (region, partition) => partition == "aws-us-gov" ? $"https://sqs.{region}.amazonaws.com" : null);

    private static readonly JsonSerializerOptions Json = AwsJsonOptions.Create(
        SQSJson.Default,
        null,
        []);

    public static readonly InvokeOptions SendMessage = Description.Operation<SendMessageRequest, SendMessageResponse>("SendMessage", Json);
    public static readonly InvokeOptions SendMessageBatch = Description.Operation<SendMessageBatchRequest, SendMessageBatchResponse>("SendMessageBatch", Json);
    public static readonly InvokeOptions ReceiveMessage = Description.Operation<ReceiveMessageRequest, ReceiveMessageResponse>("ReceiveMessage", Json);
    public static readonly InvokeOptions DeleteMessage = Description.Operation<DeleteMessageRequest, DeleteMessageResponse>("DeleteMessage", Json);
    public static readonly InvokeOptions DeleteMessageBatch = Description.Operation<DeleteMessageBatchRequest, DeleteMessageBatchResponse>("DeleteMessageBatch", Json);
    public static readonly InvokeOptions ChangeMessageVisibility = Description.Operation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse>("ChangeMessageVisibility", Json);
    public static readonly InvokeOptions ChangeMessageVisibilityBatch = Description.Operation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResponse>("ChangeMessageVisibilityBatch", Json);
    public static readonly InvokeOptions GetQueueUrl = Description.Operation<GetQueueUrlRequest, GetQueueUrlResponse>("GetQueueUrl", Json);
    public static readonly InvokeOptions CreateQueue = Description.Operation<CreateQueueRequest, CreateQueueResponse>("CreateQueue", Json);
    public static readonly InvokeOptions DeleteQueue = Description.Operation<DeleteQueueRequest, DeleteQueueResponse>("DeleteQueue", Json);
    public static readonly InvokeOptions GetQueueAttributes = Description.Operation<GetQueueAttributesRequest, GetQueueAttributesResponse>("GetQueueAttributes", Json);
    public static readonly InvokeOptions SetQueueAttributes = Description.Operation<SetQueueAttributesRequest, SetQueueAttributesResponse>("SetQueueAttributes", Json);
    public static readonly InvokeOptions PurgeQueue = Description.Operation<PurgeQueueRequest, PurgeQueueResponse>("PurgeQueue", Json);
}
