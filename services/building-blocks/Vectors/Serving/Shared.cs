namespace SpotifyPlatform.Vectors.Serving;

/// <summary>Counts the users of something, beginning with its creator; the last one disposes of it.</summary>
internal sealed class Shared<T>(T value)
    where T : IDisposable
{
    private int users = 1;

    public T Value => value;

    /// <returns>False when it is disposed of.</returns>
    public bool TryEnter()
    {
        for (var seen = Volatile.Read(ref users); seen > 0; seen = Volatile.Read(ref users))
            if (Interlocked.CompareExchange(ref users, seen + 1, seen) == seen)
                return true;
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref users) == 0)
            value.Dispose();
    }
}
