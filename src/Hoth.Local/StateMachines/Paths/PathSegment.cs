namespace Hoth.Local.StateMachines.Paths;

/// <summary>One step of a path.</summary>
internal abstract record PathSegment
{
    public sealed record Member(string Name) : PathSegment;

    public sealed record Index(int Value) : PathSegment;

    /// <summary><c>[*]</c> or <c>.*</c>.</summary>
    public sealed record Every : PathSegment;

    /// <summary><c>[from:to]</c>, either may be absent.</summary>
    public sealed record Slice(int? From, int? To) : PathSegment;
}
