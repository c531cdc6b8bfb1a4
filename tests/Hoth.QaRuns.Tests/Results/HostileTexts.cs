using Hoth.QaRuns.Results;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Results;

/// <summary>Texts that try to get out of the place where they are shown.</summary>
internal static class HostileTexts
{
    public static readonly string[] All =
    [
        "</script><script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "]]><!-- --> <![CDATA[",
        "\" onmouseover=\"alert(1)\" x='",
        "'; rm -rf /tmp/x; echo '",
        "$(rm -rf /tmp/x) `id` ${HOME} $TOKEN !! !$ \\",
        "line\nfeed\r\nand return\ttab",
        "nul\0 bell\a escape\u001b[31m delete\u007f c1\u009b31m",
        "bidi \u202e\u2066 zero\u200b width\ufeff line\u2028separator",
        "half\uD800 a character \uDC00",
        "&lt;b&gt; &amp;amp; &#x3c;",
        "@/etc/passwd",
        "-o /tmp/x --next http://evil.example",
        "%s%n%00%0a [1-9]{a,b}",
        "emoji 😀 ünïcode 漢字",
        "javascript:alert(1)",
        "\ufffe\uffff",
        "",
        " ",
        "{\"a\":\"b'c\"}",
        "it's (credential) and (redacted)",
    ];

    /// <summary>A run in which a text stands in every place that a server, a specification or a person may fill.</summary>
    public static RunFacts Facts(string text)
    {
        var operation = $"op {text}";
        var record = RunReports.Failed(operation, "1" + text, new Finding(CheckNames.BodySchema + text, operation, "#/" + text, text, "", 0)) with
        {
            Title = text,
            Created = [new CreatedResource(operation, "/" + text, text)],
            Exchanges =
            [
                new Exchange
                {
                    OperationId = operation,
                    Method = "POST",
                    Url = "https://api.example/" + text,
                    RequestHeaders = new Dictionary<string, string> { ["X-A"] = text, ["Authorization"] = "Bearer (credential)" },
                    RequestBody = text,
                    Status = 200,
                    ResponseHeaders = new Dictionary<string, string> { ["X-B" + text] = text },
                    ResponseBody = text,
                    Trouble = text,
                },
            ],
        };
        return new RunFacts
        {
            Spec = RunReports.Spec with
            {
                Title = text,
                Version = text,
                Hash = text,
                Operations = [new ApiOperation { Id = operation, Method = "GET" + text, Path = "/" + text, Pointer = "#/paths" }, new ApiOperation { Id = "left out", Method = "GET", Path = "/", Pointer = "#" }],
                Notes = [new SpecNote(text, text, text)],
            },
            BaseUrl = "https://api.example/" + text,
            Options = new RunOptions { AllowWrites = true, Parameters = new RunOptions().Parameters.Add("p" + text, text) },
            LeftOut = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("left out", text),
            Records = [record, RunReports.NotRun(operation, "2" + text, text)],
            Stopped = text,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
        };
    }
}
