namespace Hoth.Jobs;

/// <summary>What a job brought forth: an artifact, described without opening it.</summary>
/// <param name="ArtifactKey">The artifact; null when there is nothing in it.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">Its size; 0 when it is empty.</param>
/// <param name="Sha256">Its hash in hex.</param>
/// <param name="Rows">How many records it has, where it has records.</param>
public sealed record JobOutput(string? ArtifactKey, string MediaType, long Bytes, string? Sha256, long? Rows);

/// <summary>How far a job is.</summary>
/// <param name="Done">Steps that are done: 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Steps in all.</param>
public sealed record JobProgress(int Done, int Total);
