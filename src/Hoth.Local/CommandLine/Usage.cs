using Hoth.Ports;

namespace Hoth.Local.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public static string Text { get; } = $"""
        Hoth on one machine: front door, workers, storage and mock CSPs in one process.

        usage: Hoth.Local [options]           start, and run until Ctrl-C
               Hoth.Local demo [options]      play the sample events, check every result, end with 0 or 1
               Hoth.Local token --sub NAME [--scope "SCOPE …"] [--lifetime 1h] [--data DIR]
                                              print a token of the development issuer (README.md, Tokens)
               Hoth.Local qa SPEC --base-url URL [options]
                                              test an API against its specification; qa --help says how

          --urls URL               where the front door listens; port 0 takes a free one   (http://127.0.0.1:5080)
          --public-url URL         base of the URLs in answers                             (the address it listens on)
          --data DIR               where jobs, queues and results are kept                 (.hoth; demo: a temporary one)
          --csps FILE              CSP directory                                           (the embedded mock CSPs)
          --http-jobs DIR          definitions of HTTP jobs, which the CSP directory names  (http-jobs beside the CSP directory)
          --secrets FILE           JSON object: secret name → its JSON object or text      (the mock CSPs' credentials)
                                   A secret hoth/csp/a may also be in the environment, as HOTH_SECRET_HOTH_CSP_A.
          --issuer, --audience, --jwks URL
                                   whose tokens are taken: iss, aud, address of the keys    (a development issuer's, on loopback)
          --token-type TYPE        typ of those tokens: at+jwt, or JWT for that and none    (at+jwt)
          --qa-target URL          what QA runs may test besides this machine; may be given more than once
          --no-mock                start no mock CSPs; needs --csps
          --json                   one JSON line per log entry
          --quiet                  warnings and errors only
          --sweep-interval SECONDS between two runs of the sweeper, 0.1 to 86400           (as its schedule says)
          --fault-point NAME[:N]   for fault tests: the process kills itself (SIGKILL) the Nth time it reaches NAME:
        {string.Join(Environment.NewLine, FaultPoint.All.Select(name => "                             " + name))}
          --help                   this

        The first Ctrl-C (or SIGTERM) finishes what was begun and ends with 0; the second one ends at once.
        Wrong options, a port in use, a bad directory file or a data directory in use end with 2.
        """;
}
