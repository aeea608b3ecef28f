using System.Security.Cryptography;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>The best neighbours of the tracks of a range, by ordinal. The concatenation of all range files equals the file of a single range.</summary>
internal static class RangeFile
{
    /// <summary>Receives the rows of a range file in order.</summary>
    public delegate void RowReader(int ordinal, ReadOnlySpan<Neighbour> neighbours);

    /// <summary>Reads a file whose hash was verified.</summary>
    public static unsafe void Read(string path, RowReader read)
    {
        if (new FileInfo(path).Length == 0)
            return;
        using var file = Baskets.MappedFile.Open(path);
        for (long at = 0; at < file.Length;)
        {
            var row = (int*)(file.Pointer + at);
            read(row[0], new ReadOnlySpan<Neighbour>((Neighbour*)(row + 2), row[1]));
            at += (2 + 2L * row[1]) * sizeof(int);
        }
    }

    public static byte[] Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
