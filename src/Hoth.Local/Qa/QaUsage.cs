namespace Hoth.Local.Qa;

/// <summary>What <c>qa --help</c> prints.</summary>
internal static class QaUsage
{
    public static string Text { get; } = $"""
        Tests an API against its OpenAPI specification (3.0 or 3.1, JSON or YAML), from this process.

        usage: Hoth.Local qa SPEC --base-url URL [options]

          SPEC                     a file, or an http or https URL
          --base-url URL           where the API is; the paths of the specification follow. Any address that is typed here is called.
          --allow-writes           call operations that write, too. What they make is left there and listed.   (those that read alone)

          --token TOKEN            bearer token; or in the environment as {QaCommandLine.TokenVariable}, where other processes do not see it
          --client-id ID --client-secret SECRET --token-url URL [--scope "SCOPE …"]
                                   OAuth 2 client credentials; the secret also in the environment as {QaCommandLine.ClientSecretVariable}

          --seed N                 the same seed makes the same requests                     (1)
          --parameter NAME=VALUE   a value that exists on the target, such as an id; repeatable
          --max-scenarios N        per operation, 1 to 1000                                  (200)
          --concurrency N          calls at a time, 1 to 64                                  (8)
          --rate N                 calls begun per second, 1 to 1000                         (no limit)
          --timeout SECONDS        for one call, 1 to 120                                    (30)
          --poll SECONDS           between polls of an asynchronous job, 0.05 to 60          (1, or what the API says)
          --job-timeout SECONDS    from then on such a job is said never to end, 1 to 840    (120)

          --baseline FILE          report of an earlier run (--json) to compare with
          --json                   the report as JSON on standard output, everything else on standard error
          --html FILE              the report as a page
          --junit FILE             the report as JUnit XML
          --notes                  list all notes about the specification
          --help                   this

        ends with 0   PASS, or PASS_WITH_WARNINGS: something was left out, and what was tested is as specified
                  1   FAIL: there are findings
                  2   wrong options, or a file that cannot be read or written; nothing was called
                  3   INCONCLUSIVE: too little could be tested to say anything, or the specification cannot be read
                130   stopped by Ctrl-C; what was done is reported
        """;
}
