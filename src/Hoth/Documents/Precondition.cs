using Hoth.Problems;

namespace Hoth.Documents;

/// <summary>What a client says about the resource that it changes, so that it overwrites nothing that it has not seen (RFC 9110, section 13).</summary>
/// <param name="IfMatch">The header, or null.</param>
/// <param name="IfNoneMatch">The header, or null.</param>
public sealed record Precondition(string? IfMatch, string? IfNoneMatch)
{
    /// <summary>Goes on only when what is there is what the client expects.</summary>
    /// <param name="tag">The tag of what is there; null: nothing is.</param>
    /// <exception cref="ProblemException">412.</exception>
    public void Check(string? tag)
    {
        var matches = IfMatch is null || (tag is not null && EntityTags.HasStrong(IfMatch, tag));
        if (matches && (tag is null || !EntityTags.Has(IfNoneMatch, tag))) return;
        throw new Problem(
            412, ProblemCodes.PreconditionFailed, "The precondition failed", "What is there is not what If-Match or If-None-Match asks for: read it again.").ToException();
    }
}
