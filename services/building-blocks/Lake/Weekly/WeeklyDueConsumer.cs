using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake.Fetch;

namespace SpotifyPlatform.Lake.Weekly;

/// <summary>Runs the weekly enrichment when it is due, in one instance however many run.</summary>
internal sealed class WeeklyDueConsumer(WeeklyEnrichment enrichment, IOptions<LakeOptions> options, TimeProvider clock, ILogger<WeeklyDueConsumer> logger) : IEventHandler<JobDue>
{
    /// <summary>Ticks that one run answers.</summary>
    public const int MaxBatch = 16;

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<JobDue> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            var target = LakeTarget.Of(options.Value.Weekly.Environment);
            await enrichment.RunAsync(target, bucket: null, options.Value.OutputFolder, new LoggedProgress(logger), cancellationToken).ConfigureAwait(false);
            Log.WeeklyDone(logger, target.Environment);
        }
        catch (WeeklyStepException ex) when (ex.InnerException is RateLimitedException limit)
        {
            throw new TransientFaultException(ex.Message, ex, TimeSpan.FromTicks(Math.Max(0, (limit.ResumesAt - clock.GetUtcNow()).Ticks)));
        }
        catch (WeeklyStepException ex) when (TransientFaultException.IsTransient(ex.InnerException!))
        {
            throw new TransientFaultException(ex.Message, ex);
        }
        catch (WeeklyStepException ex)
        {
            // Repeating it changes nothing until somebody acts; the next week tries again, and 'platform enrichment weekly' at any time.
            Log.WeeklyStopped(logger, ex.Step, ex.InnerException!.Message, ex);
        }

        return new Refusal?[batch.Events.Count];
    }

    private sealed class LoggedProgress(ILogger logger) : IProgress<string>
    {
        public void Report(string value) => Log.WeeklyProgress(logger, value);
    }
}
