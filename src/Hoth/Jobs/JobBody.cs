namespace Hoth.Jobs;

/// <summary>A JSON body of a job: in place, or, over <see cref="InlineLimit"/>, in the artifact store. Exactly one of the two members is set.</summary>
/// <param name="Json">The JSON text when it is in place.</param>
/// <param name="ArtifactKey">The artifact that holds it otherwise.</param>
public sealed record JobBody(string? Json, string? ArtifactKey = null)
{
    /// <summary>100 KiB of UTF-8: what is larger goes to the artifact store, so that a record (400 KiB in DynamoDB) and a message (256 KiB in SQS) hold it with room to spare.</summary>
    public const int InlineLimit = 100 * 1024;

    /// <summary>The artifact's size; null when the body is in place, or was stored before sizes were kept.</summary>
    public long? Bytes { get; init; }
}
