using System.Buffers.Text;
using System.Text;

namespace Hoth.Benchmarks.Host;

/// <summary>The requests of a run, built before it: cost jobs of a year, over 50 portfolios.</summary>
internal static class JobRequests
{
    private const int Portfolios = 50;

    /// <summary>POST requests; job number i has the id <c>{prefix}{i}</c>.</summary>
    public static byte[][] Build(Uri host, string prefix, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var body = $$"""{"requestId":"{{prefix}}{{i}}","portfolioId":"portfolio-{{i % Portfolios}}","targetCspName":"{{CspProcess.Name}}","startDate":"2024-01","endDate":"2024-12"}""";
        return Encoding.ASCII.GetBytes($"POST /cost-jobs HTTP/1.1\r\nHost: {host.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    })];

    /// <summary>The drain.</summary>
    public static byte[] Drain(Uri host) => Encoding.ASCII.GetBytes($"GET /cost-jobs HTTP/1.1\r\nHost: {host.Authority}\r\n\r\n");

    /// <summary>The numbers of the jobs in a drained array: every item names its job once.</summary>
    public static void ReadNumbers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> prefix, List<int> numbers)
    {
        numbers.Clear();
        while (true)
        {
            var at = answer.IndexOf("\"jobId\":\""u8);
            if (at < 0) return;
            answer = answer[(at + "\"jobId\":\"".Length)..];
            if (answer.StartsWith(prefix) && Utf8Parser.TryParse(answer[prefix.Length..], out int number, out _)) numbers.Add(number);
        }
    }
}
