using Pseudo = Amazon.CDK.Aws;

namespace Hoth.Infra;

/// <summary>ARNs from names, in whatever partition, region and account the stack is deployed to. For what would otherwise refer to itself in a circle.</summary>
internal static class Arns
{
    /// <summary>Names a service's endpoint in the stack's region: <c>sqs.us-gov-west-1.amazonaws.com</c>.</summary>
    public static string Endpoint(string service) => $"{service}.{Pseudo.REGION}.{Pseudo.URL_SUFFIX}";

    /// <summary>A resource of the stack's account and region.</summary>
    public static string Of(string service, string resource) => $"arn:{Pseudo.PARTITION}:{service}:{Pseudo.REGION}:{Pseudo.ACCOUNT_ID}:{resource}";

    /// <summary>A resource of API Gateway's control plane, which has no account, or a service that it calls, which has one inside.</summary>
    public static string OfApiGateway(string resource, string account = "") => $"arn:{Pseudo.PARTITION}:apigateway:{Pseudo.REGION}:{account}:{resource}";
}
