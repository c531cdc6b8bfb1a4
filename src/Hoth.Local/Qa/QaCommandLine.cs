using System.Globalization;
using Hoth.Local.CommandLine;

namespace Hoth.Local.Qa;

/// <summary>Reads the command line of <c>qa</c>; every violation at once.</summary>
internal sealed class QaCommandLine
{
    /// <summary>The word that asks for a run.</summary>
    public const string Command = "qa";

    /// <summary>Names the token in the environment, where other processes do not see it.</summary>
    public const string TokenVariable = "HOTH_QA_TOKEN";

    /// <summary>Names the client secret in the environment.</summary>
    public const string ClientSecretVariable = "HOTH_QA_CLIENT_SECRET";

    private readonly Queue<string> _rest;
    private readonly Func<string, string?> _environment;
    private readonly List<string> _violations = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _spec, _token, _clientId, _clientSecret, _scope;
    private Uri? _baseUrl, _tokenUrl;

    private QaCommandLine(IEnumerable<string> args, Func<string, string?> environment)
    {
        (_rest, _environment) = (new Queue<string>(args), environment);
        Parse();
    }

    /// <summary>What was asked for; not to be used when there are <see cref="Violations"/>.</summary>
    public QaOptions Options { get; private set; } = new();

    /// <summary>Help was asked for.</summary>
    public bool Help { get; private set; }

    /// <summary>One sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Reads what follows the word <c>qa</c>.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static QaCommandLine Parse(IEnumerable<string> args, Func<string, string?> environment) => new(args, environment);

    private void Parse()
    {
        while (_rest.TryDequeue(out var arg))
        {
            if (!arg.StartsWith('-'))
            {
                if (_spec is not null) _violations.Add($"'{arg}' is one argument too many: qa takes one specification");
                else if (arg.Length > 0) _spec = arg;
                continue;
            }

            var equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=', StringComparison.Ordinal) : -1;
            var (name, value) = equals > 0 ? (arg[..equals], arg[(equals + 1)..]) : (arg, null);
            if (!_seen.Add(name) && name != "--parameter") _violations.Add($"{name} is given twice");
            Read(name, value);
        }

        if (Help) return;
        if (_spec is null) _violations.Add("qa needs a specification: a file or an http or https URL");
        if (!_seen.Contains("--base-url")) _violations.Add("qa needs --base-url URL: where the API is");
        Options = Options with { Spec = _spec ?? "", BaseUrl = _baseUrl ?? Options.BaseUrl, Credentials = ReadCredentials() };
    }

    private void Read(string name, string? value)
    {
        switch (name)
        {
            case "--help" or "-h": Help = Flag(name, value); break;
            case "--json": Options = Options with { Json = Flag(name, value) }; break;
            case "--notes": Options = Options with { Notes = Flag(name, value) }; break;
            case "--allow-writes": Options = Options with { Run = Options.Run with { AllowWrites = Flag(name, value) } }; break;
            case "--base-url": With(name, value, ReadUrl, url => _baseUrl = url); break;
            case "--token": With(name, value, ReadToken, token => _token = token); break;
            case "--client-id": With(name, value, ReadText, id => _clientId = id); break;
            case "--client-secret": With(name, value, ReadText, secret => _clientSecret = secret); break;
            case "--token-url": With(name, value, ReadUrl, url => _tokenUrl = url); break;
            case "--scope": With(name, value, TokenArguments.ParseScope, scope => _scope = scope); break;
            case "--seed": With(name, value, Integer(0, int.MaxValue), seed => Run(o => o with { Seed = seed })); break;
            case "--concurrency": With(name, value, Integer(1, 64), count => Run(o => o with { Concurrency = count })); break;
            case "--rate": With(name, value, Integer(1, 1_000), rate => Run(o => o with { RequestsPerSecond = rate })); break;
            case "--timeout": With(name, value, Integer(1, 120), seconds => Run(o => o with { TimeoutSeconds = seconds })); break;
            case "--poll": With(name, value, ReadPoll, seconds => Run(o => o with { PollSeconds = seconds })); break;
            case "--job-timeout": With(name, value, Integer(1, 840), seconds => Run(o => o with { JobTimeoutSeconds = seconds })); break;
            case "--max-scenarios": With(name, value, Integer(1, 1_000), count => Run(o => o with { MaxScenariosPerOperation = count })); break;
            case "--parameter": With(name, value, ReadParameter, AddParameter); break;
            case "--baseline": With(name, value, ReadText, path => Options = Options with { BaselineFile = path }); break;
            case "--html": With(name, value, ReadText, path => Options = Options with { HtmlFile = path }); break;
            case "--junit": With(name, value, ReadText, path => Options = Options with { JUnitFile = path }); break;
            default: _violations.Add($"'{name}' is no option of qa; qa --help lists them"); break;
        }
    }

    private QaCredentials ReadCredentials()
    {
        var hasClient = _clientId is not null || _clientSecret is not null || _tokenUrl is not null || _scope is not null;
        if (!hasClient)
        {
            if (_token is not null || _environment(TokenVariable) is not { Length: > 0 } token) return new QaCredentials { Token = _token };
            var (read, rule) = ReadToken(token);
            if (rule is not null) _violations.Add($"{TokenVariable} {rule}");
            return new QaCredentials { Token = read };
        }

        if (_token is not null) _violations.Add("--token and a client (--client-id and its neighbours) are two ways in: give one");
        var secret = _clientSecret ?? _environment(ClientSecretVariable);
        if (_clientId is null || _tokenUrl is null || string.IsNullOrEmpty(secret))
        {
            _violations.Add($"--client-id, --token-url and --client-secret (or {ClientSecretVariable} in the environment) go together");
        }

        return new QaCredentials { TokenUrl = _tokenUrl, ClientId = _clientId, ClientSecret = secret, Scope = _scope };
    }

    private void Run(Func<QaRuns.RunOptions, QaRuns.RunOptions> change) => Options = Options with { Run = change(Options.Run) };

    private void AddParameter(KeyValuePair<string, string> parameter)
    {
        if (Options.Run.Parameters.ContainsKey(parameter.Key)) _violations.Add($"--parameter {parameter.Key} is given twice");
        else Run(o => o with { Parameters = o.Parameters.Add(parameter.Key, parameter.Value) });
    }

    private bool Flag(string name, string? value)
    {
        if (value is not null) _violations.Add($"{name} takes no value");
        return true;
    }

    private void With<T>(string name, string? value, Func<string, (T? Value, string? Rule)> read, Action<T> apply)
    {
        if (value is null && (!_rest.TryPeek(out var next) || next.StartsWith("--", StringComparison.Ordinal)))
        {
            _violations.Add($"{name} needs a value");
            return;
        }

        var (parsed, rule) = read(value ?? _rest.Dequeue());
        if (rule is null) apply(parsed!);
        else _violations.Add($"{name} {rule}");
    }

    private static (Uri?, string?) ReadUrl(string text) => HttpUrl.TryRead(text, out var url) && url.Query.Length == 0
        ? (url, null)
        : (null, "must be an http or https URL without user, query and fragment");

    private static (string?, string?) ReadText(string text) => text.Length > 0 ? (text, null) : (null, "must not be empty");

    /// <summary>RFC 6750 section 2.1 allows less; a header takes no more.</summary>
    private static (string?, string?) ReadToken(string text) =>
        text.Length > 0 && text.All(c => c is > ' ' and <= '~') ? (text, null) : (null, "must be printable characters of ASCII without spaces");

    private static Func<string, (int, string?)> Integer(int from, int to) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? (number, null) : (0, $"must be a number from {from} to {to}");

    private static (double, string?) ReadPoll(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.05 and <= 60
            ? (seconds, null)
            : (0, "must be a number of seconds from 0.05 to 60");

    private static (KeyValuePair<string, string>, string?) ReadParameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (KeyValuePair.Create(text[..equals], text[(equals + 1)..]), null) : (default, "must be NAME=VALUE");
    }
}
