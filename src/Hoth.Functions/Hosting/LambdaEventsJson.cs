using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Http;

namespace Hoth.Functions.Hosting;

/// <summary>The events and answers of every <see cref="Catalog.HandlerShape"/>. Bodies are not in here: use cases write those themselves.</summary>
[JsonSerializable(typeof(APIGatewayProxyRequest))]
[JsonSerializable(typeof(APIGatewayProxyResponse))]
[JsonSerializable(typeof(AuthorizerRequest))]
[JsonSerializable(typeof(APIGatewayCustomAuthorizerResponse))]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class LambdaEventsJson : JsonSerializerContext;
