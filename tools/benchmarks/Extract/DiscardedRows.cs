using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>Discards rows, to measure only the scan.</summary>
internal sealed class DiscardedRows : IRowOutput
{
    public static readonly DiscardedRows Instance = new();

    public void Write(TrackId track, ReadOnlySpan<byte> rows, int trackBytes, int sections)
    {
    }
}
