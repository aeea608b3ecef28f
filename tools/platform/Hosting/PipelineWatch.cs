using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Platform.Commands;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Watches the pipeline from outside: shows how far it is, and knows when nothing is left to do.</summary>
/// <param name="before">Where the groups stood before the host started.</param>
internal sealed class PipelineWatch(IServiceProvider services, ProgressLine line, Func<GroupLag, bool> isOurs, IReadOnlyList<GroupLag> before)
{
    private const int MaxRefused = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly IEventBus bus = services.GetRequiredService<IEventBus>();
    private readonly AcquisitionStatus acquisition = services.GetRequiredService<AcquisitionStatus>();
    private readonly MiningStatus mining = services.GetRequiredService<MiningStatus>();
    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private readonly IdleDetector idle = new();
    private readonly CancellationToken hostStopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Looks at the event log before the host starts, to tell later what this run did.</summary>
    /// <param name="isOurs">Whether a group is consumed here; what waits for others is not this process's work. All are, if none is given.</param>
    public static async Task<PipelineWatch> BeginAsync(
        IServiceProvider services, ProgressLine line, CancellationToken cancellationToken, Func<GroupLag, bool>? isOurs = null)
    {
        isOurs ??= _ => true;
        return new(services, line, isOurs, [.. (await services.GetRequiredService<IEventBus>().ReadLagAsync(cancellationToken)).Where(isOurs)]);
    }

    /// <summary>Waits until the pipeline is idle; null when the host ends by itself or the person stops it before.</summary>
    public async Task<RunOutcome?> WaitAsync(bool untilIdle, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!hostStopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // These first: once they are so, what is left to do is on the bus.
            var scanned = acquisition.IsComplete && mining.IsStartChecked;
            var lag = (await bus.ReadLagAsync(CancellationToken.None)).Where(isOurs).ToList();
            if (scanned && untilIdle && idle.Observe(lag))
                return await OutcomeAsync(lag);
            line.Show(Sentence(lag, time.GetElapsedTime(started)));
            await Task.Delay(Interval, time, hostStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private string Sentence(IReadOnlyList<GroupLag> lag, TimeSpan elapsed)
    {
        var (done, total) = (lag.Sum(group => group.End - group.Pending), lag.Sum(group => group.End));
        return $"verified {Figures.Bytes(acquisition.BytesHashed)} of {Figures.Bytes(acquisition.BytesToHash)} in {acquisition.Files} files; "
            + $"handled {done:N0} of {total:N0} events{Counting()} {Figures.Left(done, total, elapsed)}";
    }

    private string Counting() => mining.Counted is { } rows && rows.Done < rows.Total ? $"; company counted of {rows.Done:N0} of {rows.Total:N0} tracks" : "";

    private async Task<RunOutcome> OutcomeAsync(IReadOnlyList<GroupLag> after)
    {
        var handled = Handled(after) - Handled(before);
        var ours = after.Select(group => (group.Topic, group.Group)).ToHashSet();
        var refused = (await services.GetRequiredService<IDeadLetters>().ListAsync(CancellationToken.None))
            .Where(letter => ours.Contains((letter.Source.Topic, letter.Group)))
            .Take(MaxRefused)
            .Select(letter => $"{letter.Key} was refused by {letter.Group} ({letter.Refusal.Reason}). {letter.Refusal.Detail}")
            .Concat(acquisition.Refused.Select(file => $"{file.Name} is not taken. {file.Reason}"))
            .ToList();
        return new RunOutcome(
            refused.Count == 0 ? ExitCode.Done : ExitCode.DoneWithRefusals, acquisition.Files, acquisition.Published, acquisition.Unchanged, handled, refused);
    }

    private static long Handled(IReadOnlyList<GroupLag> lag) => lag.Sum(group => group.End - group.Pending);
}
