namespace Hoth.Functions.Catalog;

/// <summary>The closed list of handler shapes: every host can run each of them without reflection at run time.</summary>
public enum HandlerShape
{
    /// <summary><c>APIGatewayProxyRequest → APIGatewayProxyResponse</c>: has a route.</summary>
    Http,

    /// <summary><c>SQSEvent → SQSBatchResponse</c>: has a queue.</summary>
    Queue,

    /// <summary><c>AuthorizerRequest → APIGatewayCustomAuthorizerResponse</c>: guards routes.</summary>
    Authorizer,

    /// <summary><c>JsonElement → JsonElement</c>: a state machine's task, or invoked by a schedule or an event rule.</summary>
    Task,
}
