namespace Hoth.AsyncJobs;

/// <summary>What holds for the answers to polls, whoever polls whom.</summary>
internal static class PollAnswers
{
    /// <summary>So many polls in a row may come to nothing usable.</summary>
    public const int ToleratedBlanks = 3;

    /// <summary>A server's word for how far its job is, fit for a log line.</summary>
    public static string Printable(string status) => new([.. status.Take(40).Select(c => c is > ' ' and <= '~' ? c : '?')]);
}
