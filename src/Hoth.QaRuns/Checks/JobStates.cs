using System.Text.Json;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Checks;

/// <summary>Reads how far an asynchronous job is from the words that APIs use for it.</summary>
internal static class JobStates
{
    private static readonly string[] Names = ["status", "state", "jobstatus", "jobstate", "provisioningstate"];

    /// <summary>How far a status is: a job goes from lower to higher only.</summary>
    public enum Stage
    {
        /// <summary>A word that says nothing; taken as running.</summary>
        Unknown,

        /// <summary>Not begun.</summary>
        Waiting,

        /// <summary>Under way.</summary>
        Running,

        /// <summary>Ended well.</summary>
        Succeeded,

        /// <summary>Ended badly.</summary>
        Failed,
    }

    /// <summary>The status that an answer tells; null: it tells none.</summary>
    public static string? Read(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } answer) return null;
        foreach (var name in Names)
        {
            foreach (var member in answer.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String && Members.IsSame(member.Name, name)) return member.Value.GetString();
            }
        }

        return null;
    }

    /// <summary>What a status means.</summary>
    public static Stage StageOf(string status) => new string([.. status.Where(char.IsLetter).Select(char.ToUpperInvariant)]) switch
    {
        "NOTSTARTED" or "PENDING" or "QUEUED" or "ACCEPTED" or "NEW" or "CREATED" or "SUBMITTED" or "WAITING" => Stage.Waiting,
        "INPROGRESS" or "RUNNING" or "PROCESSING" or "STARTED" or "WORKING" or "EXECUTING" => Stage.Running,
        "SUCCESS" or "SUCCEEDED" or "COMPLETE" or "COMPLETED" or "DONE" or "FINISHED" or "READY" or "OK" => Stage.Succeeded,
        "FAILURE" or "FAILED" or "ERROR" or "CANCELLED" or "CANCELED" or "ABORTED" or "REJECTED" or "TIMEDOUT" => Stage.Failed,
        _ => Stage.Unknown,
    };

    /// <summary>Whether a job has ended.</summary>
    public static bool IsEnd(Stage stage) => stage is Stage.Succeeded or Stage.Failed;

    /// <summary>Whether one may follow the other.</summary>
    public static bool MayFollow(Stage before, Stage after) =>
        before == Stage.Unknown || after == Stage.Unknown || (IsEnd(before) ? before == after : after >= before);
}
