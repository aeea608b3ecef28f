namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>When a member was fenced. Once now and then is a dead broker's doing; again and again is another process with the same instance id.</summary>
internal sealed class Fences(TimeProvider time)
{
    public const int Most = 3;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Queue<long> recent = [];

    /// <summary>False when these are more than <see cref="Most"/> within <see cref="Window"/>.</summary>
    public bool Add()
    {
        while (recent.TryPeek(out var first) && time.GetElapsedTime(first) > Window)
            recent.Dequeue();
        recent.Enqueue(time.GetTimestamp());
        return recent.Count <= Most;
    }
}
