namespace SpotifyPlatform.EventBus.Redelivery;

/// <summary>
/// Delivers the records of a partition in rounds: some records, and once all of them are committed, the same again from the
/// first on. Records that come during the second delivery wait for the next round.
/// </summary>
internal sealed class Deliveries
{
    private readonly Queue<ReceivedEvent> waiting = [];
    private readonly Queue<ReceivedEvent> again = [];
    private readonly List<ReceivedEvent> round = [];
    private bool isSecond;

    public bool HasNext => (isSecond ? again : waiting).Count > 0;

    public void Add(ReceivedEvent record) => waiting.Enqueue(record);

    public ReceivedEvent Next()
    {
        if (isSecond)
            return again.Dequeue();
        var record = waiting.Dequeue();
        round.Add(record);
        return record;
    }

    /// <summary>Takes a commit; true when it covers nothing but records that have been delivered twice.</summary>
    public bool Commit(long offset)
    {
        if (round.Count == 0 || isSecond && offset <= round[^1].Offset)
            return true;
        if (offset <= round[^1].Offset)
            return false;
        if (!isSecond)
            round.ForEach(again.Enqueue);
        else
            round.Clear();
        isSecond = !isSecond;
        return !isSecond;
    }
}
