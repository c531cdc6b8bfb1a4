namespace Hoth.MockCsp.Behaviours;

/// <summary>What can go wrong at a CSP.</summary>
public enum FaultKind
{
    /// <summary>The given status with a problem body.</summary>
    Status,

    /// <summary>JSON that stops in the middle.</summary>
    MalformedJson,

    /// <summary>Plain text.</summary>
    TextBody,

    /// <summary>A JSON array where an object is expected.</summary>
    ArrayBody,

    /// <summary>No body.</summary>
    EmptyBody,

    /// <summary>The real answer, after bytes of white space that dribble for <see cref="Fault.Duration"/>.</summary>
    SlowBody,

    /// <summary>Valid JSON of <see cref="Fault.Bytes"/> bytes.</summary>
    HugeBody,

    /// <summary>A redirect to <see cref="Fault.Location"/>.</summary>
    Redirect,

    /// <summary>The connection is aborted.</summary>
    Reset,

    /// <summary>Never answers; ends when the client or the server goes away.</summary>
    Hang,
}
