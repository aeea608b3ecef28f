using System.Globalization;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Compares what a run left behind with what was generated.</summary>
internal sealed class ChaosCheck(IEventBus bus, Topic topic, string group, EventGenerator generator, EffectSink sink)
{
    private const int MaxNamed = 5;

    /// <summary>For everything that is left to do when the faults have ended; sessions and retries are seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly DeadLetterLog letters = new(bus, _ => topic);

    /// <summary>Waits until all is as it must be.</summary>
    /// <returns>What differs when the wait is over.</returns>
    public async Task<IReadOnlyList<string>> UntilNoneAsync(bool isRefusing)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var differences = await FindAsync(isRefusing);
            if (differences.Count == 0 || patience.IsCancellationRequested)
                return differences;
            await Task.Delay(Pause);
        }
    }

    /// <summary>Appends every refused record again, as an operator does.</summary>
    public async Task ReplayAsync() => await letters.ReplayAsync(await letters.ListAsync(CancellationToken.None), CancellationToken.None);

    private async Task<IReadOnlyList<string>> FindAsync(bool isRefusing)
    {
        var differences = new List<string>(sink.Skipped.Take(MaxNamed));
        var refused = isRefusing ? generator.Refused : [];
        var (stored, wanted) = (sink.Stored, generator.Values.Where(e => !refused.Contains(e.Key)).ToDictionary());
        Compare("stored events", wanted.Keys, [.. stored.Keys], differences);
        differences.AddRange(wanted.Where(e => stored.TryGetValue(e.Key, out var text) && text != e.Value).Select(e => $"{e.Key} is stored with another text").Take(MaxNamed));
        try
        {
            // The lag last: what it counts may have become a letter meanwhile, and not the other way round.
            var found = await letters.ListAsync(CancellationToken.None);
            Compare("dead letters", [.. refused, .. generator.Unreadable], [.. found.Select(letter => letter.Id)], differences);
            var lag = (await bus.ReadLagAsync(CancellationToken.None)).Where(lag => lag.Group == group && lag.Topic == topic.Name).ToList();
            if (lag is not [{ Pending: 0 }])
                differences.Add($"the lag is {string.Join(", ", lag)}; handled up to {sink.Last()}");
        }
        catch (Exception ex) when (TransientFaultException.IsTransient(ex))
        {
            differences.Add($"the lag or the dead letters cannot be read: {ex.Message}");
        }

        return differences;
    }

    private static void Compare(string what, IReadOnlyCollection<string> wanted, IReadOnlyCollection<string> found, List<string> differences)
    {
        Name("missing", [.. wanted.Except(found)]);
        Name("too many", [.. found.Except(wanted)]);
        Name("twice", [.. found.GroupBy(id => id).Where(id => id.Count() > 1).Select(id => id.Key)]);

        void Name(string how, List<string> ids)
        {
            if (ids.Count > 0)
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}, {how}: {ids.Count} ({string.Join(", ", ids.Take(MaxNamed))})"));
        }
    }
}
