namespace SpotifyPlatform.Tables.Reading;

/// <summary>Counts the users of a value, beginning with the creator; the last one disposes of it.</summary>
public sealed class RefCounted<T>(T value)
    where T : IDisposable
{
    private int users = 1;

    public T Value => value;

    /// <summary>Adds a user.</summary>
    /// <returns>False when the value is disposed of.</returns>
    public bool TryAcquire()
    {
        for (var seen = Volatile.Read(ref users); seen > 0; seen = Volatile.Read(ref users))
            if (Interlocked.CompareExchange(ref users, seen + 1, seen) == seen)
                return true;
        return false;
    }

    /// <summary>Removes a user.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0)
            value.Dispose();
    }
}
