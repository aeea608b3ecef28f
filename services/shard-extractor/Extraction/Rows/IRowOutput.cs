using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Receives the finished rows of a track, each ended by a line feed.</summary>
internal interface IRowOutput
{
    /// <param name="rows">The track's row, then those of its sections.</param>
    /// <param name="trackBytes">Bytes of the track's row.</param>
    void Write(TrackId track, ReadOnlySpan<byte> rows, int trackBytes, int sections);
}
