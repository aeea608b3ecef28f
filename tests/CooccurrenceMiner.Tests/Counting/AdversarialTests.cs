namespace SpotifyPlatform.CooccurrenceMiner.Tests.Counting;

/// <summary>Baskets as nobody keeps them, against the oracle.</summary>
public sealed class AdversarialTests
{
    private static readonly List<Playlist> Crowd = Playlist.Random(new Random(77), 200, 60, 30);

    [Fact]
    public void Mine_FiveHundredCopiesOfOneTrack_AreOneTrackAndTooFew()
    {
        // A basket is a set: the extractor leaves one of the copies, and an event that holds more is refused (RefusalTests).
        var copies = Playlist.Of(Enumerable.Repeat(1, 500).Distinct());
        AssertEqualsTheOracle([.. Crowd, .. Enumerable.Repeat(copies, 5)]);
    }

    [Fact]
    public void Mine_EmptyPlaylists_ChangeNothing() => AssertEqualsTheOracle([.. Crowd, .. Enumerable.Repeat(Playlist.Of(), 50)]);

    [Fact]
    public void Mine_OnlyTracksThatNobodyElseHas_AreKeptWithoutPairs()
    {
        var unknown = Enumerable.Range(0, 20).Select(i => Playlist.Of(Enumerable.Range(100_000 + 10 * i, 10)));
        AssertEqualsTheOracle([.. Crowd, .. unknown]);
        Assert.Empty(MinedWorld.Mine(unknown).Pairs);
    }

    /// <summary>More playlists than a narrow cell counts; beside it, cells run out of numbers and are cleared.</summary>
    [Fact]
    public void Mine_ATrackInEveryOneOfSeventyThousandPlaylists_EqualsTheOracle()
    {
        var random = new Random(3);
        var playlists = Enumerable.Range(0, 70_000).Select(_ => Playlist.Of(
            new[] { 0 }.Concat(Enumerable.Range(0, 6).Select(_ => 1 + (int)(3_000 * Math.Pow(random.NextDouble(), 3)))).Distinct())).ToList();
        var mined = AssertEqualsTheOracle(playlists);
        Assert.Contains(mined.Pairs, pair => Math.Max(pair.CountA, pair.CountB) > ushort.MaxValue);
    }

    [Fact]
    public void Mine_AllTheSamePlaylist_EqualsTheOracle() => AssertEqualsTheOracle([.. Enumerable.Repeat(Playlist.Of(Enumerable.Range(0, 120)), 40)]);

    private static MinedWorld AssertEqualsTheOracle(List<Playlist> playlists)
    {
        var mined = MinedWorld.Mine(playlists, ranges: 3);
        Assert.Equal(Oracle.Mine(playlists, MinedWorld.Specification), mined.Pairs);
        return mined;
    }
}
