using System.Text.Json;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Execution;

/// <summary>
/// Finds ids for the path of an operation: given ones, of resources that it makes, of resources that the API lists; as a last resort the examples of the
/// specification, which are not known to exist.
/// </summary>
internal sealed class ResourceFinder(ScenarioRun run, CaseWriter writer, string label)
{
    private readonly ResourceReader _reader = new(run, writer);

    /// <summary>What is being looked for: a job may be needed to make the job that is looked for.</summary>
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    private readonly Dictionary<string, JsonElement> _bodies = new(StringComparer.Ordinal);

    private RunOptions Options => run.Target.Options;

    public ResourceReader Reader => _reader;

    /// <summary>Finds a value for every parameter of an operation's path.</summary>
    public async Task FindAsync(ApiOperation operation, CancellationToken cancellationToken)
    {
        foreach (var parameter in ResourcePath.ParametersOf(operation)) await FindAsync(parameter, cancellationToken);
    }

    /// <summary>Makes one more item, below resources that are known.</summary>
    /// <param name="parameter">What names it.</param>
    /// <param name="variable">Keeps its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False: it cannot be made.</returns>
    public async Task<bool> MakeAsync(PathParameter parameter, string variable, CancellationToken cancellationToken)
    {
        if (!Options.AllowWrites || run.Map.CreatorOf(parameter.Collection) is not { } creator) return false;
        var request = writer.Write(creator, Shape.Everything, $"{label} {variable}");
        if (await SendAsync(creator, request, parameter.Name, cancellationToken) is not { Id: { } id } made) return false;
        run.Variables[variable] = id;
        _bodies[variable] = made.Body;
        if (await _reader.CompareAsync(creator, parameter, variable, request.Json, cancellationToken)) return true;
        run.Variables.Remove(variable);
        return false;
    }

    /// <summary>Sends what writes, and waits until it is done where that takes a job.</summary>
    /// <param name="operation">What writes.</param>
    /// <param name="request">The request.</param>
    /// <param name="parameter">The name of the parameter that names what it makes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null: it was not done, and that is written down.</returns>
    public async Task<Made?> SendAsync(ApiOperation operation, CaseRequest request, string parameter, CancellationToken cancellationToken)
    {
        if (await run.TryAsync(request, "A valid request", cancellationToken) is not { } answer) return null;
        if (answer.Status != 202) return answer.Json is { } body ? new Made(Members.IdOf(body, parameter), body) : new Made(null, default);
        return await new JobFollower(run).FollowAsync(operation, answer, cancellationToken) is { Json: { } end } ? new Made(Members.NamedOf(end, parameter), end) : null;
    }

    private async Task FindAsync(PathParameter parameter, CancellationToken cancellationToken)
    {
        var variable = parameter.Item;
        if (run.Variables.ContainsKey(variable) || !_wanted.Add(variable)) return;
        var id = Options.Parameters.GetValueOrDefault(parameter.Name);
        if (id is null && await MakeAsync(parameter, variable, cancellationToken)) return;
        id ??= await FromParentAsync(parameter, cancellationToken);
        id ??= await FromListAsync(parameter, cancellationToken);
        id ??= await FromJobAsync(parameter, cancellationToken);
        if (id is not null) run.Variables[variable] = id;
        else run.Variables[ScenarioRun.Assumed + variable] = ExampleOf(parameter.Parameter);
    }

    /// <summary>Of the resource that it belongs to: a member called as the segment of the path lists it.</summary>
    private async Task<string?> FromParentAsync(PathParameter parameter, CancellationToken cancellationToken)
    {
        if (ResourcePath.ParentOf(parameter.Collection) is not { } parent) return null;
        var known = _bodies.TryGetValue(parent, out var body) ? Members.ListOf(body, parameter.Segment) : null;
        if (known is null && await ReadAsync(parent, cancellationToken) is { } read) known = Members.ListOf(_bodies[parent] = read, parameter.Segment);
        if (known is not { } list || list.GetArrayLength() == 0) return null;
        _bodies[parameter.Item] = list[0];
        return Members.IdOf(list[0], parameter.Name);
    }

    private async Task<string?> FromListAsync(PathParameter parameter, CancellationToken cancellationToken)
    {
        if (await ReadAsync(parameter.Collection, cancellationToken) is not { } body || Members.ItemsOf(body) is not { } items || items.GetArrayLength() == 0) return null;
        _bodies[parameter.Item] = items[0];
        return Members.IdOf(items[0], parameter.Name);
    }

    /// <summary>Of a 202, where it is a job that the parameter names.</summary>
    private async Task<string?> FromJobAsync(PathParameter parameter, CancellationToken cancellationToken)
    {
        // What a POST makes is no job, although a job may tell its id.
        if (!Options.AllowWrites || run.Map.CreatorOf(parameter.Collection) is not null) return null;
        foreach (var maker in run.Map.JobMakersOf(parameter))
        {
            await FindAsync(maker, cancellationToken);
            if (ResourcePath.ParametersOf(maker).Any(p => !run.Variables.ContainsKey(p.Item))) continue;
            var answer = await run.TryAsync(writer.Write(maker, Shape.Everything, $"{label} job"), "A valid request", cancellationToken);
            if (answer is { Status: 202, Json: { } body } && Members.IdOf(body, parameter.Name) is { } id) return id;
        }

        return null;
    }

    private async Task<JsonElement?> ReadAsync(string place, CancellationToken cancellationToken)
    {
        if (run.Map.ReaderOf(place) is not { } reader || ResourcePath.ParametersOf(reader).Any(p => !run.Variables.ContainsKey(p.Item))) return null;
        return (await run.TryAsync(writer.Write(reader, Shape.OnlyRequired, $"{label} {place}"), "A valid request", cancellationToken))?.Json;
    }

    private string ExampleOf(ApiParameter parameter) =>
        parameter.Examples is [var example, ..] ? example.ToString() : writer.Values.Valid(parameter, label).Text;
}

/// <summary>What was made.</summary>
/// <param name="Id">Its id; null: the answer does not tell.</param>
/// <param name="Body">What the answer told about it, or about the job that made it.</param>
internal sealed record Made(string? Id, JsonElement Body);
