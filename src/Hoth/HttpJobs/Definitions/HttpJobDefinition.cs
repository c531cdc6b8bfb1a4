using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>One kind of asynchronous HTTP job, as docs/http-jobs.md describes it (seeds 000 and 001). Immutable; holds no secret.</summary>
public sealed class HttpJobDefinition
{
    internal HttpJobDefinition(string name, IReadOnlyList<string> inputs, int concurrency, HttpJobSteps steps)
    {
        Name = name;
        Inputs = inputs;
        Concurrency = concurrency;
        Steps = steps;
    }

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public string Name { get; }

    /// <summary>The names of the values that whoever starts a job gives.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>How many jobs of this process may be between creation and deletion at the same target: 1 to 100, 5 unless said.</summary>
    public int Concurrency { get; }

    /// <summary>What counts as one target: the origin that jobs are created at.</summary>
    public string Target => Steps.Creation.Requester.Origins[0].ToString();

    /// <summary>How long one try is polled.</summary>
    public TimeSpan PollingTimeout => Steps.PollingTimeout;

    /// <summary>The names of the secrets that its requests need, each once.</summary>
    public IReadOnlyList<string> Secrets =>
        [.. Steps.Requesters.Where(r => r.Authentication.Kind != AuthenticationKind.None).Select(r => r.Authentication.Secret).Distinct(StringComparer.Ordinal)];

    internal HttpJobSteps Steps { get; }

    /// <summary>Reads a definition.</summary>
    /// <exception cref="HttpJobDefinitionException">It is no strict JSON, or breaks rules; all of them are named at once.</exception>
    public static HttpJobDefinition Parse([StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(json), out var mistake) ?? throw new HttpJobDefinitionException([$"$ {mistake}"]);
        return new DefinitionReader().Read(document.RootElement);
    }

    /// <summary>Reads a definition from a file.</summary>
    /// <exception cref="HttpJobDefinitionException">It cannot be read, is no strict JSON, or breaks rules.</exception>
    public static HttpJobDefinition Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HttpJobDefinitionException([$"$ cannot be read: {e.Message}"], e);
        }
    }
}

/// <summary>A definition of an asynchronous HTTP job cannot be used.</summary>
public sealed class HttpJobDefinitionException(IReadOnlyList<string> violations, Exception? inner = null)
    : Exception($"Not every definition of HTTP jobs is valid:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}", inner)
{
    /// <summary>One line for each violated rule, starting with its JSON path.</summary>
    public IReadOnlyList<string> Violations { get; } = violations;
}
