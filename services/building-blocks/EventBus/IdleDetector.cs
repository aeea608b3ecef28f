namespace SpotifyPlatform.EventBus;

/// <summary>
/// Knows when nothing is left to do, from lags that are no consistent view. Two observations in a row with nothing pending and
/// the same ends mean that at any moment between them every group had handled everything: offsets never move back, a handler
/// publishes before its offset is committed, and an unchanged end means that nothing was published. Sources outside the bus
/// must be done before the first of the two.
/// </summary>
public sealed class IdleDetector
{
    private Dictionary<(string Topic, string Group), long>? ends;

    /// <summary>Takes an observation; true when this one and the one before it show that all is done.</summary>
    public bool Observe(IReadOnlyList<GroupLag> lags)
    {
        var before = ends;
        ends = lags.All(lag => lag.Pending == 0) ? lags.ToDictionary(lag => (lag.Topic, lag.Group), lag => lag.End) : null;
        return before is not null && ends is not null && before.Count == ends.Count
            && ends.All(end => before.TryGetValue(end.Key, out var earlier) && earlier == end.Value);
    }
}
