using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;

namespace Hoth.HttpJobs;

/// <summary>Takes an HTTP job as far as it goes now: until it is over, has to wait, or the time is used up.</summary>
/// <param name="engine">Does the steps.</param>
/// <param name="time">The clock.</param>
/// <param name="slots">Limits how many jobs there are at a target, over all processes.</param>
internal sealed class DriveHttpJob(HttpJobEngine engine, TimeProvider time, SharedSlots slots)
{
    /// <summary>Before a job without a slot asks for one again.</summary>
    private static readonly TimeSpan SlotWait = TimeSpan.FromSeconds(30);

    /// <summary>Drives.</summary>
    /// <param name="definition">The one that the job was started with.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="output">Where records go.</param>
    /// <param name="clock">A step that it cuts off is done again from the saved state.</param>
    /// <param name="save">Makes the state durable after each step; false: nothing goes on.</param>
    /// <param name="cancellationToken">Stops within a step.</param>
    /// <returns>Where it stands, which was saved; null when saving said that nothing goes on.</returns>
    public async Task<HttpJobState?> ExecuteAsync(
        HttpJobDefinition definition, HttpJobState state, IHttpJobOutput output, Budget clock, Func<HttpJobState, Task<bool>> save, CancellationToken cancellationToken)
    {
        while (!state.IsOver && state.NotBefore <= time.GetUtcNow() && clock.Left > TimeSpan.Zero)
        {
            // Past its deadline it is not created any more, and needs no slot to end.
            if (state.Phase == HttpJobPhase.Create && time.GetUtcNow() < state.DeadlineAt && !await slots.TryTakeAsync(definition, state, cancellationToken))
            {
                return state with { NotBefore = time.GetUtcNow() + SlotWait };
            }

            using var timeout = new CallTimeout(clock.Left, time, cancellationToken);
            var attempt = state.Attempt;
            try
            {
                state = await engine.AdvanceAsync(definition, state, output, timeout.Token);
            }
            catch (OperationCanceledException) when (timeout.TimedOut)
            {
                return state;
            }

            if (!await save(state)) return null;
            if (state.Attempt != attempt) await slots.GiveBackAsync(definition, state, cancellationToken);
        }

        // Also where it was over before: a process may have died between saving that and giving back.
        if (state.IsOver) await slots.GiveBackAsync(definition, state, cancellationToken);
        return state;
    }
}
