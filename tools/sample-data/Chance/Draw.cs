namespace SpotifyPlatform.SampleData.Chance;

/// <summary>
/// What a series of random draws decides. Every subject has a series of its own, so one can be drawn again at any time, in any
/// order, without the others: that is what keeps a large world out of memory.
/// </summary>
internal enum Draw
{
    ArtistPlan,
    Artist,
    Album,
    Popularity,
    Id,
    Reissue,
    Song,
    Sound,
    ArtistSound,
    Release,
    FeatureRow,
    Analysis,
    Playlist,
    Recording,
    Listening,
}
