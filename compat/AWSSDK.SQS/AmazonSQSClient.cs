using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SQS.Model;
using Hoth.Compat;

namespace Amazon.SQS;

public partial class AmazonSQSClient : AmazonServiceClient, IAmazonSQS
{
    public AmazonSQSClient()
        : base(new AmazonSQSConfig())
    {
    }

    public AmazonSQSClient(RegionEndpoint region)
        : base(new AmazonSQSConfig { RegionEndpoint = region })
    {
    }

    public AmazonSQSClient(AmazonSQSConfig config)
        : base(config)
    {
    }

    public AmazonSQSClient(AWSCredentials credentials)
        : this(credentials, new AmazonSQSConfig())
    {
    }

    public AmazonSQSClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonSQSConfig { RegionEndpoint = region })
    {
    }

    public AmazonSQSClient(AWSCredentials credentials, AmazonSQSConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => SQSService.Description;

    /// <exception cref="AmazonSQSException">The service refused, or the checksum of a message is not the one it named.</exception>
    public virtual async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync<SendMessageResponse>(request, SQSService.SendMessage, cancellationToken);
        MessageChecksums.Check(request, response);
        return response;
    }

    /// <exception cref="AmazonSQSException">The service refused, or the checksum of a message is not the one it named.</exception>
    public virtual async Task<SendMessageBatchResponse> SendMessageBatchAsync(SendMessageBatchRequest request, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync<SendMessageBatchResponse>(request, SQSService.SendMessageBatch, cancellationToken);
        MessageChecksums.Check(request, response);
        return response;
    }

    /// <exception cref="AmazonSQSException">The service refused, or the checksum of a message is not the one it named.</exception>
    public virtual async Task<ReceiveMessageResponse> ReceiveMessageAsync(ReceiveMessageRequest request, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync<ReceiveMessageResponse>(request, SQSService.ReceiveMessage, cancellationToken);
        MessageChecksums.Check(response);
        return response;
    }

    public virtual Task<DeleteMessageResponse> DeleteMessageAsync(DeleteMessageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteMessageResponse>(request, SQSService.DeleteMessage, cancellationToken);

    public virtual Task<DeleteMessageBatchResponse> DeleteMessageBatchAsync(DeleteMessageBatchRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteMessageBatchResponse>(request, SQSService.DeleteMessageBatch, cancellationToken);

    public virtual Task<ChangeMessageVisibilityResponse> ChangeMessageVisibilityAsync(ChangeMessageVisibilityRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ChangeMessageVisibilityResponse>(request, SQSService.ChangeMessageVisibility, cancellationToken);

    public virtual Task<ChangeMessageVisibilityBatchResponse> ChangeMessageVisibilityBatchAsync(ChangeMessageVisibilityBatchRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ChangeMessageVisibilityBatchResponse>(request, SQSService.ChangeMessageVisibilityBatch, cancellationToken);

    public virtual Task<GetQueueUrlResponse> GetQueueUrlAsync(GetQueueUrlRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetQueueUrlResponse>(request, SQSService.GetQueueUrl, cancellationToken);

    public virtual Task<CreateQueueResponse> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateQueueResponse>(request, SQSService.CreateQueue, cancellationToken);

    public virtual Task<DeleteQueueResponse> DeleteQueueAsync(DeleteQueueRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteQueueResponse>(request, SQSService.DeleteQueue, cancellationToken);

    public virtual Task<GetQueueAttributesResponse> GetQueueAttributesAsync(GetQueueAttributesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetQueueAttributesResponse>(request, SQSService.GetQueueAttributes, cancellationToken);

    public virtual Task<SetQueueAttributesResponse> SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<SetQueueAttributesResponse>(request, SQSService.SetQueueAttributes, cancellationToken);

    public virtual Task<PurgeQueueResponse> PurgeQueueAsync(PurgeQueueRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PurgeQueueResponse>(request, SQSService.PurgeQueue, cancellationToken);

    async Task<Dictionary<string, string>> ICoreAmazonSQS.GetAttributesAsync(string queueUrl)
    {
        var response = await GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = queueUrl, AttributeNames = ["All"] });
        return response.Attributes;
    }

    Task ICoreAmazonSQS.SetAttributesAsync(string queueUrl, Dictionary<string, string> attributes) =>
        SetQueueAttributesAsync(new SetQueueAttributesRequest { QueueUrl = queueUrl, Attributes = attributes });

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => AwsPipeline.Customize(pipeline);
}
