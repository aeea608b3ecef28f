using SpotifyPlatform.ShardExtractor.Extraction.Rows;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>Drops finished rows, where only the scan is measured.</summary>
internal sealed class NoRows : IRowOutput
{
    public static readonly NoRows Instance = new();

    public void WriteTrack(ReadOnlySpan<byte> row)
    {
    }

    public void WriteSections(ReadOnlySpan<byte> rows, int count)
    {
    }
}
