namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Receives finished rows, each ended by a line feed.</summary>
internal interface IRowOutput
{
    void WriteTrack(ReadOnlySpan<byte> row);

    void WriteSections(ReadOnlySpan<byte> rows, int count);
}
