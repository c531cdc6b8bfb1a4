namespace Hoth.QaRuns.Runs;

/// <summary>
/// What lets a run into its target, by name, from the secret store: <c>{ "target": URL, "token": … }</c> or
/// <c>{ "target": URL, "tokenUrl": URL, "clientId": …, "clientSecret": …, "scope"?: … }</c>. It goes to addresses at or below its own target only, so that whoever may write
/// packages cannot have it sent elsewhere.
/// </summary>
public static class QaSecret
{
    /// <summary>The rule of <see cref="IsName"/> in words.</summary>
    public const string NameRule = $"must be the name of a secret: {QaSettings.SecretPrefix} and 1 to 100 of A-Z a-z 0-9 _ - /";

    /// <summary>A name that packages may have: never a value.</summary>
    public static bool IsName(string name) =>
        name.StartsWith(QaSettings.SecretPrefix, StringComparison.Ordinal)
        && name.AsSpan(QaSettings.SecretPrefix.Length) is { Length: >= 1 and <= 100 } rest
        && !rest.ContainsAnyExcept(Allowed);

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/");
}
