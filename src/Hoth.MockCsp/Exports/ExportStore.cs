using System.Collections.Concurrent;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Costs;

namespace Hoth.MockCsp.Exports;

/// <summary>Exports of costs. Callers hold <see cref="CspInstance.Gate"/> where they change one.</summary>
internal sealed class ExportStore
{
    private readonly ConcurrentDictionary<string, Export> exports = new(StringComparer.Ordinal);

    public void Create(string id, CostExports script, PortfolioCosts costs) => exports[id] = new(script, costs);

    /// <summary>One poll; null for an unknown export.</summary>
    public (Export Export, string Status)? Poll(string id)
    {
        if (!exports.TryGetValue(id, out var export))
        {
            return null;
        }

        return (export, export.Polls++ < export.Script.Polls ? "IN_PROGRESS" : export.Script.FinalStatus);
    }

    public Export? Find(string id) => exports.GetValueOrDefault(id);

    public bool Delete(string id) => exports.TryRemove(id, out _);
}

internal sealed class Export(CostExports script, PortfolioCosts costs)
{
    public CostExports Script => script;

    public PortfolioCosts Costs => costs;

    public int Polls { get; set; }
}

/// <summary>The body of a creation and of every poll.</summary>
internal sealed record ExportStatus(string Id, string Status, IReadOnlyList<string>? Files);

/// <summary>What a file of an export holds.</summary>
internal sealed record ExportedCosts(IReadOnlyList<TaskOrderCosts> TaskOrders, string? Note);
