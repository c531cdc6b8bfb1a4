namespace Hoth.Local.Invocation;

/// <summary>Names in the form of AWS, for events that carry them: region <c>local</c>, an account of zeros.</summary>
internal static class LocalArn
{
    public const string Region = "local";

    public const string Account = "000000000000";

    public static string OfFunction(string name) => $"arn:aws:lambda:{Region}:{Account}:function:{name}";

    /// <param name="stage">The API's, which stands for the API as well.</param>
    /// <param name="method">In capitals.</param>
    /// <param name="path">As the client sent it.</param>
    public static string OfMethod(string stage, string method, string path) => $"arn:aws:execute-api:{Region}:{Account}:{stage}/{stage}/{method}{path}";

    public static string OfQueue(string name) => $"arn:aws:sqs:{Region}:{Account}:{name}";
}
