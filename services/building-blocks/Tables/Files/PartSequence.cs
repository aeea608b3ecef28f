namespace SpotifyPlatform.Tables.Files;

/// <summary>Writes rows in the ascending order of distinct keys as files of about equal length. Where they are cut depends on the rows alone.</summary>
internal sealed class PartSequence(int keyBytes, int pageBytes, long partBytes, bool threaded, Func<string> newFile) : IDisposable
{
    private readonly Lane lane = new(threaded);
    private readonly List<WrittenFile> complete = [];
    private TableFileWriter? current;

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        current ??= new TableFileWriter(newFile(), keyBytes, pageBytes, lane);
        current.Add(key, value);
        if (current.Bytes >= partBytes)
            Close();
    }

    public IReadOnlyList<WrittenFile> Complete()
    {
        if (current is not null)
            Close();
        return complete;
    }

    public void Dispose()
    {
        lane.Dispose();
        current?.Dispose();
    }

    private void Close()
    {
        using (current)
            complete.Add(current!.Complete());
        current = null;
    }
}
