using System.Runtime.Serialization;

namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>What an authorizer hands on to the function behind it: text, numbers and booleans.</summary>
[DataContract]
public class APIGatewayCustomAuthorizerContextOutput : Dictionary<string, object>;
