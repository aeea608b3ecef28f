using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Rows;

/// <summary>The rows of a scratch file, which is deleted when they are disposed.</summary>
internal sealed class RunRows : IRowSource
{
    private readonly TableFile file;
    private readonly FileCursor rows;

    public RunRows(string path, int readBytes)
    {
        file = TableFile.Open(path);
        rows = new FileCursor(file, readBytes);
    }

    public ReadOnlySpan<byte> Key => rows.Key;

    public ReadOnlySpan<byte> Value => rows.Value;

    public bool MoveNext() => rows.MoveNext();

    public void Dispose()
    {
        rows.Dispose();
        file.Dispose();
        File.Delete(file.Path);
    }
}
