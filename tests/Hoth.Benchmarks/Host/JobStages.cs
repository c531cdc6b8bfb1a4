using System.Text.Json;
using Hoth.Benchmarks.Report;
using Microsoft.Data.Sqlite;

namespace Hoth.Benchmarks.Host;

/// <summary>Where a job's time goes, by the marks on its record. Read from the data directory after the host has ended.</summary>
internal static class JobStages
{
    // "finishedAt" is taken when the CSP's answer is there, before the result is written.
    private static readonly (string Stage, string From, string To)[] Stages =
    [
        ("accepted → on the request queue", "createdAt", "enqueuedAt"),
        ("on the request queue → a worker takes it", "enqueuedAt", "startedAt"),
        ("taken → the CSP has answered", "startedAt", "finishedAt"),
        ("answered → recorded, on the result queue", "finishedAt", "resultEnqueuedAt"),
        ("on the result queue → a drain marks it", "resultEnqueuedAt", "deliveredAt"),
        ("accepted → marked", "createdAt", "deliveredAt"),
    ];

    /// <summary>A table of the stages of the jobs whose ids start with a prefix.</summary>
    public static Table Read(string dataDirectory, string prefix)
    {
        var times = Stages.ToDictionary(s => s.Stage, _ => new List<double>(), StringComparer.Ordinal);
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "hoth.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var database = new SqliteConnection(connection.ConnectionString);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT record FROM job WHERE job_id >= $prefix AND job_id < $prefix || '~'";
        command.Parameters.AddWithValue("$prefix", prefix);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            using var record = JsonDocument.Parse(rows.GetFieldValue<byte[]>(0));
            foreach (var (stage, from, to) in Stages) times[stage].Add((At(record, to) - At(record, from)).TotalMilliseconds);
        }

        var table = new Table("stage", "p50 ms", "p95 ms", "p99 ms");
        foreach (var (stage, _, _) in Stages)
        {
            var samples = new Samples(times[stage]);
            table.Add(stage, samples.P50, samples.P95, samples.P99);
        }

        return table;
    }

    private static DateTimeOffset At(JsonDocument record, string member) => record.RootElement.GetProperty(member).GetDateTimeOffset();
}
