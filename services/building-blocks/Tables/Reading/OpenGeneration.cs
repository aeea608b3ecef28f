namespace SpotifyPlatform.Tables.Reading;

/// <summary>An open table and the number of its users, which are its reads and whoever holds it as the current one. The last one closes it.</summary>
internal sealed class OpenGeneration(Table table)
{
    private int users = 1;

    public Table Table => table;

    /// <returns>False when it is closed.</returns>
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
            table.Dispose();
    }
}
