namespace SpotifyPlatform.Storage.Contracts;

internal static class Descriptions
{
    /// <summary>Compares by value; the record itself compares its list of genres by reference.</summary>
    public static void AssertEqual(TrackDescription? expected, TrackDescription? actual)
    {
        IReadOnlyList<string> none = [];
        Assert.Equal(expected?.Genres, actual?.Genres);
        Assert.Equal(expected is null ? null : expected with { Genres = none }, actual is null ? null : actual with { Genres = none });
    }
}
