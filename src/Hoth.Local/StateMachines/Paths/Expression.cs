using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>Something that has a value once there is an input: a constant, a path, an intrinsic function, or an object or array with such in it.</summary>
internal abstract record Expression
{
    /// <summary><c>$</c>.</summary>
    public static Expression Input { get; } = new Path(PathParser.Parse("$"));

    /// <exception cref="StateFailureException">States.Runtime: a path leads nowhere, or a function cannot take its arguments.</exception>
    public abstract JsonNode? Evaluate(Scope scope);

    public sealed record Constant(JsonNode? Value) : Expression
    {
        public override JsonNode? Evaluate(Scope scope) => Value;
    }

    public sealed record Path(JsonPath Value) : Expression
    {
        public override JsonNode? Evaluate(Scope scope) => Value.Select(scope);
    }

    public sealed record Call(IntrinsicFunction Function, IReadOnlyList<Expression> Arguments) : Expression
    {
        public override JsonNode? Evaluate(Scope scope) => Function.Invoke([.. Arguments.Select(argument => argument.Evaluate(scope))], scope);
    }

    public sealed record Members(IReadOnlyList<KeyValuePair<string, Expression>> Values) : Expression
    {
        public override JsonNode Evaluate(Scope scope) =>
            new JsonObject(Values.Select(member => KeyValuePair.Create(member.Key, member.Value.Evaluate(scope)?.DeepClone())));
    }

    public sealed record Items(IReadOnlyList<Expression> Values) : Expression
    {
        public override JsonNode Evaluate(Scope scope) => new JsonArray([.. Values.Select(item => item.Evaluate(scope)?.DeepClone())]);
    }
}
