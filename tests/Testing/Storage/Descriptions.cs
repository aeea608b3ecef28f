using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

internal static class Descriptions
{
    /// <summary>Compares by value; the record itself compares its lists by reference.</summary>
    public static void AssertEqual(TrackDescription? expected, TrackDescription? actual)
    {
        Assert.Equal(expected?.Genres, actual?.Genres);
        Assert.Equal(expected?.ArtistIds, actual?.ArtistIds);
        Assert.Equal(WithoutLists(expected), WithoutLists(actual));
    }

    private static TrackDescription? WithoutLists(TrackDescription? description) =>
        description is null ? null : description with { Genres = Array.Empty<string>(), ArtistIds = Array.Empty<ArtistId>() };
}
