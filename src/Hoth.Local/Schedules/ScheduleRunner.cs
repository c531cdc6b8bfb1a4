using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Local.Invocation;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Schedules;

/// <summary>Invokes one function at its rate. A run that takes longer than the period delays the next one; none runs twice at a time.</summary>
internal sealed class ScheduleRunner(BoundFunction<JsonElement, JsonElement> function, TimeSpan period, Invoker invoker, TimeProvider time, ILogger<ScheduleRunner> logger)
{
    /// <summary>An EventBridge schedule sends an event about itself; Hoth's functions do not look at it.</summary>
    private static readonly JsonElement Event = JsonSerializer.SerializeToElement(new { source = "aws.events" });

    /// <summary>Runs until told to stop; a run that is under way is waited for.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) await InvokeAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task InvokeAsync()
    {
        try
        {
            await invoker.InvokeAsync(function, Event);
        }
        catch (Exception e)
        {
            // The boundary of a run: the next one comes all the same.
            Log.ScheduledRunFailed(logger, function.Definition.Name, e.GetType().Name);
        }
    }
}
