using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Mining;

public sealed class MinedPairTableTests
{
    private static readonly List<Playlist> First = Playlist.Random(new Random(1), 150, 80, 30);
    private static readonly List<Playlist> Second = Playlist.Random(new Random(2), 120, 80, 30);

    [Fact]
    public async Task Derive_Baskets_EndsInThePairsOfTheOracle()
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        Assert.Equal(Oracle.Mine(First, MinedWorld.Specification), await scenario.AllPairsAsync());
        foreach (var (track, best) in Oracle.Lists(First, MinedWorld.Specification))
            Assert.Equal(best, await scenario.Pairs.TopAsync(track, int.MaxValue, CancellationToken.None));
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
        Assert.Empty(Directory.GetFileSystemEntries(scenario.MiningFolder));
    }

    [Fact]
    public async Task Derive_WithoutBaskets_Waits()
    {
        using var scenario = new MinerScenario();
        await scenario.DeriveAsync();
        Assert.Equal(DerivedState.Waiting, scenario.Status.State);
        Assert.Empty(scenario.TakeWaiting());
    }

    [Fact]
    public async Task Derive_Again_MinesNothing()
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        await scenario.RestartAsync();
        await scenario.MineAsync(First, "a", 1);
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Derive_BasketsChangedAndChangedBack_MinesTheFirstOnce()
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        await scenario.MineAsync(Second, "b", 2);
        Assert.Equal(Oracle.Mine(Second, MinedWorld.Specification), await scenario.AllPairsAsync());
        await scenario.MineAsync(First, "a", 3);
        Assert.Equal(Oracle.Mine(First, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Equal((3, 6), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Derive_EqualBasketsOfAnotherFile_KeepsTheGeneration()
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        var digest = await scenario.DigestAsync();
        await scenario.MineAsync(First, "b", 2);
        Assert.Equal(digest, await scenario.DigestAsync());
        Assert.Equal((2, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Start_UnderOtherRules_MinesAgain()
    {
        var rules = MinedWorld.Specification with { MinPairCount = 2, MaxPairsPerTrack = 7 };
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        await scenario.RestartAsync(rules);
        Assert.Equal(Oracle.Mine(First, rules), await scenario.AllPairsAsync());
        await scenario.RestartAsync();
        Assert.Equal((3, 6), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*.part")]
    [InlineData("manifest")]
    public async Task Start_TableOrPartsOfItDeleted_MinesThemAgain(string deleted)
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        var digest = await scenario.DigestAsync();
        var tables = Path.Combine(scenario.ArtifactFolder, "tables", PairTable.Name);
        if (deleted.Length == 0)
            Directory.Delete(tables, recursive: true);
        else
            File.Delete(Directory.GetFiles(tables, deleted, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last());
        await scenario.RestartAsync();
        Assert.Equal(digest, await scenario.DigestAsync());
    }

    [Fact]
    public async Task Derive_NoPlaylists_LeavesNoPairs()
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(First, "a", 1);
        await scenario.MineAsync([], "b", 2);
        Assert.Equal(0, await scenario.Pairs.CountAsync(CancellationToken.None));
        Assert.Equal(2, await scenario.PublishedAsync());
    }

    [Fact]
    public async Task Derive_FewerTracksThanRanges_LeavesTheRestEmpty()
    {
        List<Playlist> playlists = [.. Enumerable.Repeat(Playlist.Of(1, 2), 3)];
        var rules = MinedWorld.Specification with { MinPlaylistTracks = 2 };
        using var scenario = new MinerScenario();
        await scenario.RestartAsync(rules);
        await scenario.MineAsync(playlists, "a", 1);
        Assert.Equal(Oracle.Mine(playlists, rules), await scenario.AllPairsAsync());
    }

    [Fact]
    public async Task Crash_BetweenPlanAndBus_PublishesTheRangesAtTheNextStart()
    {
        using var scenario = await PlannedAsync();
        scenario.ForgetWaiting();
        await scenario.RestartAsync();
        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
    }

    [Fact]
    public async Task Crash_AtEveryEffect_EndsInTheSameTable()
    {
        var expected = await UndisturbedAsync(First);
        var crashes = 0;
        for (var step = 1; ; step++)
        {
            using var scenario = new MinerScenario { Crash = new CrashPoint(step) };
            try
            {
                await scenario.MineAsync(First, "a", 1);
                break;
            }
            catch (CrashedException)
            {
                crashes++;
            }

            await scenario.RestartAsync();
            Assert.Equal(expected, await scenario.DigestAsync());
            Assert.Equal(1, await scenario.PublishedAsync());
        }

        Assert.True(crashes >= 16, $"Only {crashes} steps.");
    }

    /// <summary>The other instance has neither derived nor seen the baskets before it gets a range.</summary>
    [Fact]
    public async Task TwoInstances_WithFoldersOfTheirOwn_ShareTheRanges()
    {
        using var one = await PlannedAsync();
        using var other = one.Peer();
        var ranges = one.TakeWaiting();
        Assert.Equal(3, ranges.Count);
        foreach (var (range, i) in ranges.Reverse().Select((range, i) => (range, i)))
            Assert.Null(await (i % 2 == 0 ? one : other).HandleAsync(range));
        Assert.Equal((1, 2, 1), (await one.PublishedAsync(), one.Mined, other.Mined));
        Assert.Equal(await UndisturbedAsync(First), await other.DigestAsync());
    }

    [Fact]
    public async Task BasketFile_DamagedBeforeItsRangesAreCounted_IsMadeAgain()
    {
        using var scenario = await PlannedAsync();
        await scenario.HandleAsync(scenario.TakeWaiting()[0]);
        var path = Assert.Single(Directory.GetFiles(scenario.MiningFolder, "*.baskets"));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^70] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await scenario.RestartAsync();
        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
        Assert.Equal(3, scenario.Mined);
    }

    [Fact]
    public async Task Ranges_MinedTwiceAndInAnyOrder_EndInTheSameTable()
    {
        using var scenario = await PlannedAsync();
        var planned = scenario.TakeWaiting();
        foreach (var range in planned.Concat(planned).Reverse())
            Assert.Null(await scenario.HandleAsync(range));
        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Range_OfATableThatIsNotWanted_IsPassedOver()
    {
        using var scenario = await PlannedAsync();
        var former = scenario.TakeWaiting();
        await scenario.MineAsync(Second, "b", 2);
        foreach (var range in former)
            Assert.Null(await scenario.HandleAsync(range));
        Assert.Equal(Oracle.Mine(Second, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Equal(3, scenario.Mined);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(16, -1)]
    public async Task Range_ThatBreaksItsContract_IsRefused(int idBytes, int unit)
    {
        using var scenario = new MinerScenario();
        var refusal = await scenario.HandleAsync(new() { Generation = Google.Protobuf.ByteString.CopyFrom(new byte[idBytes]), Unit = unit });
        Assert.Equal("malformed", refusal?.Reason);
    }

    [Fact]
    public async Task Forecast_OfCurrentBaskets_TellsWhatMiningWouldCount()
    {
        using var scenario = new MinerScenario();
        Assert.Null(await scenario.ForecastAsync());
        var baskets = await scenario.Store.PublishBasketsAsync(First, "a", 1);
        var forecast = (await scenario.ForecastAsync())!;
        var kept = First.Where(playlist => playlist.Tracks.Count >= 5).ToList();
        Assert.Equal((kept.Count, 3), (forecast.Playlists, forecast.Ranges.Count));
        Assert.InRange(forecast.PairEvents, 1, BasketTable.PairEvents(baskets.Counts, 5, 500));
        Assert.Equal(0, await scenario.PublishedAsync());
    }

    /// <summary>A scenario whose ranges wait on the bus.</summary>
    private static async Task<MinerScenario> PlannedAsync()
    {
        var scenario = new MinerScenario();
        await scenario.Store.PublishBasketsAsync(First, "a", 1);
        await scenario.DeriveAsync();
        return scenario;
    }

    private static async Task<string> UndisturbedAsync(IReadOnlyList<Playlist> playlists)
    {
        using var scenario = new MinerScenario();
        await scenario.MineAsync(playlists, "a", 1);
        return await scenario.DigestAsync();
    }
}
