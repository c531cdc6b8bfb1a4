using System.Globalization;
using System.Net;
using Hoth.Ports;

namespace Hoth.Local.CommandLine;

/// <summary>Reads the command line; every violation at once.</summary>
public sealed class LocalCommandLine
{
    private readonly Queue<string> _rest;
    private readonly List<string> _violations = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly TokenArguments _tokens = new();

    private LocalCommandLine(IEnumerable<string> args)
    {
        _rest = new Queue<string>(args);
        Parse();
    }

    /// <summary>What was asked for; not to be used when there are <see cref="Violations"/>.</summary>
    public LocalOptions Options { get; private set; } = new();

    /// <summary>Help was asked for.</summary>
    public bool Help { get; private set; }

    /// <summary>One sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Reads the arguments.</summary>
    public static LocalCommandLine Parse(IEnumerable<string> args) => new(args);

    private void Parse()
    {
        while (_rest.TryDequeue(out var arg))
        {
            // --name=value is the same as --name value.
            var equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=', StringComparison.Ordinal) : -1;
            var (name, value) = equals > 0 ? (arg[..equals], arg[(equals + 1)..]) : (arg, null);
            if (!_seen.Add(name)) _violations.Add($"{name} is given twice");
            Read(name, value);
        }

        if (!Help) Options = _tokens.ApplyTo(Options, isCommand: _seen.Contains(TokenArguments.Command), _violations);
        if (Options is { Mock: false, CspsFile: null } && !Help) _violations.Add("--no-mock needs --csps FILE: without both there is no CSP to ask");
        if (Options is { Demo: true, Tokens: not null }) _violations.Add("demo plays with tokens of its own: it takes no --issuer");
        if (Options is { Demo: true } and ({ CspsFile: not null } or { Mock: false })) _violations.Add("demo plays with the embedded mock CSPs: it takes neither --csps nor --no-mock");
    }

    private void Read(string name, string? value)
    {
        switch (name)
        {
            case "demo": Options = Options with { Demo = true }; break;
            case TokenArguments.Command: break;
            case "--sub": With(name, value, TokenArguments.ParseSubject, (o, sub) => { _tokens.Subject = sub; return o; }); break;
            case "--scope": With(name, value, TokenArguments.ParseScope, (o, scope) => { _tokens.Scope = scope; return o; }); break;
            case "--lifetime": With(name, value, TokenArguments.ParseLifetime, (o, lifetime) => { _tokens.Lifetime = lifetime; return o; }); break;
            case "--issuer": With(name, value, ParsePath, (o, issuer) => { _tokens.Issuer = issuer; return o; }); break;
            case "--audience": With(name, value, ParsePath, (o, audience) => { _tokens.Audience = audience; return o; }); break;
            case "--jwks": With(name, value, TokenArguments.ParseKeys, (o, keys) => { _tokens.Keys = keys; return o; }); break;
            case "--token-type": With(name, value, TokenArguments.ParseType, (o, any) => { _tokens.TakesAnyType = any; return o; }); break;
            case "--help" or "-h": Help = Flag(name, value); break;
            case "--json": Options = Options with { Json = Flag(name, value) }; break;
            case "--quiet": Options = Options with { Quiet = Flag(name, value) }; break;
            case "--no-mock": Options = Options with { Mock = !Flag(name, value) }; break;
            case "--urls": With(name, value, ParseUrl, (o, url) => o with { Url = url }); break;
            case "--public-url": With(name, value, ParsePublicUrl, (o, url) => o with { PublicUrl = url }); break;
            case "--data": With(name, value, ParsePath, (o, path) => o with { DataDirectory = path, DataDirectoryGiven = true }); break;
            case "--csps": With(name, value, ParsePath, (o, path) => o with { CspsFile = path }); break;
            case "--http-jobs": With(name, value, ParsePath, (o, path) => o with { HttpJobsDirectory = path }); break;
            case "--secrets": With(name, value, ParsePath, (o, path) => o with { SecretsFile = path }); break;
            case "--qa-target": With(name, value, ParseTarget, (o, target) => o with { QaTargets = [.. o.QaTargets, target] }); break;
            case "--sweep-interval": With(name, value, ParseSeconds, (o, seconds) => o with { SweepInterval = seconds }); break;
            case "--fault-point": With(name, value, ParseFaultPoint, (o, point) => o with { FaultPoint = point }); break;
            default: _violations.Add($"'{name}' is no option of this program; --help lists them"); break;
        }
    }

    private bool Flag(string name, string? value)
    {
        if (value is not null) _violations.Add($"{name} takes no value");
        return true;
    }

    private void With<T>(string name, string? value, Func<string, (T? Value, string? Rule)> parse, Func<LocalOptions, T, LocalOptions> apply)
    {
        if (value is null && (!_rest.TryPeek(out var next) || next.StartsWith("--", StringComparison.Ordinal)))
        {
            _violations.Add($"{name} needs a value");
            return;
        }

        var (parsed, rule) = parse(value ?? _rest.Dequeue());
        if (rule is null) Options = apply(Options, parsed!);
        else _violations.Add($"{name} {rule}");
    }

    private static (Uri?, string?) ParseUrl(string text) =>
        HttpUrl.TryRead(text, out var uri) && uri is { AbsolutePath: "/", Query: "", Scheme: "http" } && (uri.Host == "localhost" || IPAddress.TryParse(uri.DnsSafeHost, out _))
            ? (uri, null)
            : (null, "must be one http address with an IP address or localhost as its host and nothing after its port: http://127.0.0.1:5080");

    private static (Uri?, string?) ParsePublicUrl(string text) =>
        HttpUrl.TryRead(text, out var uri) && uri.Query.Length == 0
            ? (new Uri(uri.AbsoluteUri.TrimEnd('/')), null)
            : (null, "must be an http or https URL without query and fragment");

    private static (Uri?, string?) ParseTarget(string text) =>
        HttpUrl.TryRead(text, out var uri) && uri.Query.Length == 0 ? (uri, null) : (null, "must be an http or https URL without query and fragment");

    private static (string?, string?) ParsePath(string text) => text.Length > 0 ? (text, null) : (null, "must not be empty");

    private static (TimeSpan, string?) ParseSeconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.1 and <= 86400
            ? (TimeSpan.FromSeconds(seconds), null)
            : (default, "must be a number of seconds from 0.1 to 86400");

    private static (FaultPointOption?, string?) ParseFaultPoint(string text)
    {
        var parts = text.Split(':');
        var occurrence = 1;
        return parts.Length <= 2
            && FaultPoint.All.Contains(parts[0])
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out occurrence) && occurrence > 0)
                ? (new FaultPointOption(parts[0], occurrence), null)
                : (null, $"must be NAME or NAME:N with N from 1; names are {string.Join(", ", FaultPoint.All)}");
    }
}
