namespace SpotifyPlatform.CooccurrenceMiner.Tests.Counting;

public sealed class PairsTests
{
    [Fact]
    public void Mine_ThreePlaylistsOfTheSameFive_FindsTheTenPairs()
    {
        var result = Run(Repeat(3, 1, 2, 3, 4, 5).Concat(Repeat(5, 6, 7, 8, 9)));
        Assert.Equal(10, result.Pairs.Count);
        Assert.All(result.Pairs, pair => Assert.Equal((3, 3, 3, Math.Log2(1.0 / 3 * 3), 1.0), (pair.Count, pair.CountA, pair.CountB, pair.Pmi, pair.Jaccard)));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(500, 1)]
    [InlineData(501, 0)]
    public void Mine_PlaylistAtTheLimitsOfLength_IsKeptOrNot(int length, int kept)
    {
        var result = Run([Playlist.Of(Enumerable.Range(0, length))]);
        Assert.Equal(kept, result.Playlists);
        Assert.Equal(length == 4 ? 1 : 0, result.TooShort);
        Assert.Equal(length == 501 ? 1 : 0, result.TooLong);
    }

    [Fact]
    public void Mine_PlaylistsTooShortOrTooLong_CountNowhere()
    {
        var kept = Repeat(3, 1, 2, 3, 4, 5);
        var left = Repeat(4, 1, 2, 3, 4).Concat([Playlist.Of(Enumerable.Range(0, 501))]);
        Assert.Equal(Run(kept).Pairs, Run(kept.Concat(left)).Pairs);
    }

    [Fact]
    public void Mine_PopularityTenAndEleven_TenIsInNoPairButCounts()
    {
        byte Popularity(int track) => track == 1 ? (byte)10 : (byte)11;
        var result = Run([.. Enumerable.Repeat(new Playlist([1, 2, 3, 4, 5], Popularity), 3)]);
        Assert.Equal(3, result.Playlists);
        Assert.Equal(6, result.Pairs.Count);
        Assert.DoesNotContain(result.Pairs, pair => pair.A == Playlist.Id(1) || pair.B == Playlist.Id(1));
    }

    [Fact]
    public void Mine_BasketsThatDisagreeOnPopularity_TheHighestCounts()
    {
        var low = Enumerable.Repeat(new Playlist([1, 2, 3, 4, 5], _ => 3), 2);
        var result = Run([.. low, Playlist.Of(1, 2, 3, 4, 5)]);
        Assert.Equal(10, result.Pairs.Count);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    public void Mine_PairsAtTheThreshold_AreStoredOrNot(int playlists, int pairs) =>
        Assert.Equal(pairs, Run(Repeat(playlists, 1, 2, 3, 4, 5)).Pairs.Count);

    [Fact]
    public void Mine_TracksThatAvoidEachOther_HaveANegativePmi()
    {
        var apart = Enumerable.Range(0, 47).SelectMany(i => new[] { Filled(1, i), Filled(2, 100 + i) });
        var together = Enumerable.Range(0, 3).Select(i => Playlist.Of(1, 2, 9_000 + 3 * i, 9_001 + 3 * i, 9_002 + 3 * i));
        var pair = Assert.Single(Run([.. apart, .. together]).Pairs, pair => pair.CountA == 50 && pair.CountB == 50);
        Assert.Equal(3, pair.Count);
        Assert.Equal(Math.Log2(3 * 97 / 2500.0), pair.Pmi, 12);
        Assert.Equal(3 / 97.0, pair.Jaccard, 12);

        static Playlist Filled(int track, int number) => Playlist.Of(track, 10 + 4 * number, 11 + 4 * number, 12 + 4 * number, 13 + 4 * number);
    }

    /// <summary>103 tracks that are always together: each keeps the 100 lowest others, so the last three do not keep each other.</summary>
    [Fact]
    public void Mine_TiesAtTheHundredthPlace_GoToTheLowerIds()
    {
        var result = Run(Repeat(3, [.. Enumerable.Range(0, 103)]));
        var last = Enumerable.Range(0, 103).Select(Playlist.Id).Order().TakeLast(3).ToHashSet();
        Assert.Equal(103 * 102 / 2 - 3, result.Pairs.Count);
        Assert.DoesNotContain(result.Pairs, pair => last.Contains(pair.A) && last.Contains(pair.B));
    }

    [Fact]
    public void Mine_NoBaskets_FindsNothing() => Assert.Empty(Run([]).Pairs);

    [Fact]
    public void Mine_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => MinedWorld.Mine(Repeat(3, 1, 2, 3, 4, 5), cancellationToken: cancelled.Token));
    }

    private static MinedWorld Run(IEnumerable<Playlist> playlists) => MinedWorld.Mine(playlists);

    private static List<Playlist> Repeat(int times, params int[] tracks) => [.. Enumerable.Repeat(Playlist.Of(tracks), times)];
}
