using Hoth.HttpJobs.Definitions;

namespace Hoth.HttpJobs;

/// <summary>How many jobs of this process are at one target (<see cref="HttpJobDefinition.Target"/>) at the same time. Definitions with different limits share what they have in common.</summary>
public sealed class HttpJobSlots
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly List<(HttpJobDefinition Definition, TaskCompletionSource Turn)> _waiting = [];

    /// <summary>Waits for a slot. Disposing gives it back, once, however often it is done.</summary>
    public async Task<IDisposable> TakeAsync(HttpJobDefinition definition, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((definition, turn));
            Serve();
        }

        try
        {
            await turn.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                // Its turn may have come in the same moment: then it has a slot to give back.
                if (_waiting.RemoveAll(w => w.Turn == turn) == 0) GiveBack(definition);
            }

            throw;
        }

        return new Slot(this, definition);
    }

    private void GiveBack(HttpJobDefinition definition)
    {
        lock (_gate)
        {
            _taken[definition.Target]--;
            Serve();
        }
    }

    /// <summary>In the order of asking, past those whose target is full.</summary>
    private void Serve()
    {
        for (var i = 0; i < _waiting.Count;)
        {
            var (definition, turn) = _waiting[i];
            var taken = _taken.GetValueOrDefault(definition.Target);
            if (taken >= definition.Concurrency)
            {
                i++;
                continue;
            }

            _taken[definition.Target] = taken + 1;
            _waiting.RemoveAt(i);
            turn.SetResult();
        }
    }

    private sealed class Slot(HttpJobSlots slots, HttpJobDefinition definition) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0) slots.GiveBack(definition);
        }
    }
}
