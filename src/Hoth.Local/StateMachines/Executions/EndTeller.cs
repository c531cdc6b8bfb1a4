using Microsoft.Extensions.Logging;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Tells of executions that ended badly, until somebody has taken care of it.</summary>
internal sealed class EndTeller(ExecutionServices services, Func<ExecutionEnded, CancellationToken, Task> tell, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMinutes(1);

    public async Task TellAsync(ExecutionEnded ended, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LastDelay ? delay * 2 : LastDelay)
        {
            try
            {
                await tell(ended, cancellationToken);
                services.Reached(ExecutionFaultPoint.EndTold);
                await services.WriteAsync(ExecutionFaultPoint.EndTold, table => table.MarkTold(ended.Name));
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The boundary of whoever is told: they hear it again.
                Log.EndNotTold(logger, ended.Workflow, ended.Name, e.GetType().Name, delay.TotalSeconds);
            }

            await services.WaitUntilAsync(services.Now + delay, cancellationToken);
        }
    }
}
