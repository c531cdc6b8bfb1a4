using Hoth.HttpJobs.Definitions;

namespace Hoth.HttpJobs;

/// <summary>Drives jobs in this process, from wherever they stand to their end.</summary>
public sealed class HttpJobRunner(HttpJobEngine engine, HttpJobSlots slots, TimeProvider time)
{
    /// <summary>Runs a job. A slot of its target is held from a try's first step to its last, and not during waits between tries.</summary>
    /// <param name="definition">The one that the job was started with.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="output">Where records go.</param>
    /// <param name="save">Is given the state after each step, and makes it durable; null: a job that dies with the process.</param>
    /// <param name="cancellationToken">Stops; the job can be gone on with from the last saved state.</param>
    /// <returns>The state in the phase Done.</returns>
    public async Task<HttpJobState> RunAsync(
        HttpJobDefinition definition, HttpJobState state, IHttpJobOutput output, Func<HttpJobState, CancellationToken, Task>? save, CancellationToken cancellationToken)
    {
        IDisposable? slot = null;
        try
        {
            while (!state.IsOver)
            {
                var wait = state.NotBefore - time.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
                slot ??= await slots.TakeAsync(definition, cancellationToken);
                var next = await engine.AdvanceAsync(definition, state, output, cancellationToken);
                if (next.Attempt != state.Attempt)
                {
                    slot.Dispose();
                    slot = null;
                }

                state = next;
                if (save is not null) await save(state, cancellationToken);
            }

            return state;
        }
        finally
        {
            slot?.Dispose();
        }
    }
}
