using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The tracks of a catalogue by the row numbers that playlists refer to.</summary>
internal interface ITracksByNumber
{
    /// <summary>The track of a row number; false when the catalogue has none.</summary>
    bool TryFind(long row, out TrackId id, out byte popularity);
}

/// <summary>The tracks of a catalogue by their ids, to which playlists of the legacy schema refer.</summary>
internal interface ITracksById
{
    /// <summary>False when the catalogue has no such track.</summary>
    bool TryFind(TrackId id, out byte popularity);
}
