namespace SpotifyPlatform.SampleData.Randomness;

/// <summary>
/// Names the random number streams. Each subject has its own stream, so any item can be generated again at any time and in any
/// order. A large world therefore does not have to be kept in memory.
/// </summary>
/// <remarks>The order is part of the seed: inserting a member in the middle changes every generated world.</remarks>
internal enum RngStream
{
    ArtistPlan,
    ArtistDetails,
    AlbumDetails,
    TrackPopularity,
    Ids,
    Reissue,
    Song,
    SongSound,
    ArtistSound,
    Release,
    FeatureAvailability,
    AudioAnalysis,
    PlaylistContent,
    RecordingDetails,
    ListeningHistory,
    BlockPlan,
    AlbumPlan,
    TruthSample,
}
