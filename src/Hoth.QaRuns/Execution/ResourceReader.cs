using System.Text.Json;
using Hoth.QaRuns.Checks;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Execution;

/// <summary>Reads resources back: by themselves, as members of what they belong to, or in the list of their collection.</summary>
internal sealed class ResourceReader(ScenarioRun run, CaseWriter writer)
{
    /// <summary>Compares what was written with what is read back.</summary>
    /// <param name="written">By what; a difference is held against it.</param>
    /// <param name="parameter">What names the resource.</param>
    /// <param name="variable">Holds its id.</param>
    /// <param name="sent">What was written; null: only whether it is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False: it is not there, and that is written down.</returns>
    public async Task<bool> CompareAsync(ApiOperation written, PathParameter parameter, string variable, JsonElement? sent, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(parameter, variable, cancellationToken);
        if (reading is not { } read) return true;
        run.Assert();
        if (read.IsMissing)
        {
            run.Find(written, new Difference(CheckNames.LostUpdate, written.Pointer, "What was written is not there when it is read back."));
            return false;
        }

        if (sent is { } value && read.Body is { } body && ReadBack.FindDifference(value, body) is { } place)
        {
            run.Find(written, new Difference(CheckNames.LostUpdate, written.Pointer, $"What was written is not what is read back: {(place.Length == 0 ? "the body" : place)} differs."));
        }

        return true;
    }

    /// <summary>Checks that a resource is gone.</summary>
    public async Task ExpectGoneAsync(ApiOperation deleted, PathParameter parameter, string variable, CancellationToken cancellationToken)
    {
        if (await ReadAsync(parameter, variable, cancellationToken) is not { } read) return;
        run.Assert();
        if (!read.IsMissing && read.Body is not null) run.Find(deleted, new Difference(CheckNames.LostUpdate, deleted.Pointer, "What was deleted is still there."));
    }

    /// <summary>How many items the parent of a collection shows, or its list; null: neither can be read.</summary>
    /// <param name="collection">The place.</param>
    /// <param name="parent">The variable that holds the id of the parent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<int?> CountAsync(string collection, string parent, CancellationToken cancellationToken)
    {
        var item = ResourcePath.ParentOf(collection)!;
        if (Request(item, item, parent) is { } ofParent && (await run.ReadAsync(ofParent, cancellationToken)).Body is { } body && Members.ListOf(body, ResourcePath.NameOf(collection)) is { } list) return list.GetArrayLength();
        return Request(collection, item, parent) is { } all && (await run.ReadAsync(all, cancellationToken)).Body is { } listed ? Members.ItemsOf(listed)?.GetArrayLength() : null;
    }

    /// <summary>Null: nothing reads it.</summary>
    private async Task<Reading?> ReadAsync(PathParameter parameter, string variable, CancellationToken cancellationToken)
    {
        if (Request(parameter.Item, parameter.Item, variable) is { } own) return await run.ReadAsync(own, cancellationToken);
        var id = run.Variables[variable];
        if (ResourcePath.ParentOf(parameter.Collection) is { } parent && Request(parent) is { } ofParent
            && (await run.ReadAsync(ofParent, cancellationToken)).Body is { } body && Members.ListOf(body, parameter.Segment) is { } list)
        {
            return Among(list, parameter, id);
        }

        // A list may have pages: that something is not on the first one says nothing.
        return Request(parameter.Collection) is { } all && (await run.ReadAsync(all, cancellationToken)).Body is { } listed && Members.ItemsOf(listed) is { } items
            && Among(items, parameter, id) is { IsMissing: false } found ? found : null;
    }

    private static Reading Among(JsonElement list, PathParameter parameter, string id)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (Members.IdOf(item, parameter.Name) == id) return new Reading(item, IsMissing: false);
        }

        return new Reading(null, IsMissing: true);
    }

    /// <summary>The request that reads a place, with another variable for one of its items.</summary>
    private CaseRequest? Request(string place, string? item = null, string? variable = null)
    {
        if (run.Map.ReaderOf(place) is not { } reader) return null;
        var request = writer.Write(reader, Shape.OnlyRequired, $"read {place}");
        return item is null ? request : request.Renamed(item, variable!);
    }
}
