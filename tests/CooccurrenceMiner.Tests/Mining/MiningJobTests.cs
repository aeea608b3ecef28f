using Google.Protobuf;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Mining;

public sealed class MiningJobTests
{
    private static readonly PlaylistsFile First = new(1, Playlist.Random(new Random(1), 150, 80, 30));
    private static readonly PlaylistsFile Second = new(2, Playlist.Random(new Random(2), 120, 80, 30));

    [Fact]
    public async Task Events_InTheirOrder_EndInThePairsOfTheOracle()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());
        foreach (var (track, best) in Oracle.Lists(First.Playlists, MinedWorld.Specification))
            Assert.Equal(best, await scenario.Pairs.TopAsync(track, int.MaxValue, CancellationToken.None));
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
        Assert.Empty(Directory.GetDirectories(scenario.MiningFolder));
    }

    [Fact]
    public async Task Events_BeforeTheLastOne_MineNothing()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Batches());
        await scenario.HandleAsync(First.Batches());
        Assert.Equal((0, 0), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_ShuffledRepeatedAndInterrupted_EndInTheSameTable(int seed)
    {
        var random = new Random(seed);
        var events = First.Events().Concat(First.Events()).ToArray();
        random.Shuffle(events);
        using var scenario = new MinerScenario();
        foreach (var message in events)
        {
            Assert.Null(await scenario.HandleAsync(message));
            if (random.Next(4) == 0)
                await scenario.RestartAsync();
        }

        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
    }

    [Fact]
    public async Task Replay_OfAMinedFile_ProcessesNothing()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.RestartAsync();
        await scenario.HandleAsync(First.Events());
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task NewerFile_OnceComplete_ReplacesTheOlder()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.HandleAsync(Second.Batches());
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());

        await scenario.HandleAsync([Second.End()]);

        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Empty(scenario.Kept(First));
        Assert.Single(Directory.GetFiles(scenario.MiningFolder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task SupersededFile_LateOrRepeatedEvents_ChangeNothing(int seed)
    {
        using var orderly = new MinerScenario();
        await orderly.HandleAsync(First.Events().Concat(Second.Events()));

        // Announcements keep their order, batches come whenever they come.
        var random = new Random(seed);
        IMessage[] batches = [.. First.Batches(), .. First.Batches(), .. Second.Batches()];
        random.Shuffle(batches);
        var cut = random.Next(batches.Length);
        using var scenario = new MinerScenario();
        await scenario.HandleAsync([.. batches[..cut], First.End(), First.End(), Second.End(), .. batches[cut..], First.End(), .. First.Batches()]);

        Assert.Equal(await orderly.DigestAsync(), await scenario.DigestAsync());
    }

    [Fact]
    public async Task FileOfAnOlderRevision_AnnouncedLate_ChangesNothing()
    {
        var (older, newer) = (new PlaylistsFile(1, First.Playlists, revision: 1), new PlaylistsFile(2, Second.Playlists, revision: 2));
        using var scenario = new MinerScenario();
        await scenario.HandleAsync([.. newer.Events(), .. older.Events()]);
        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Equal(1, await scenario.PublishedAsync());
        Assert.Empty(scenario.Kept(older));
    }

    [Fact]
    public async Task ChangedBackFile_OnceComplete_IsPublishedAgainWithoutBeingMined()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(new PlaylistsFile(1, First.Playlists, revision: 1).Events());
        await scenario.HandleAsync(new PlaylistsFile(2, Second.Playlists, revision: 2).Events());
        await scenario.HandleAsync(new PlaylistsFile(1, First.Playlists, revision: 3).Events());
        await scenario.HandleAsync(new PlaylistsFile(2, Second.Playlists, revision: 2).Events());
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Equal((3, 6), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task NewerFile_OfTheSameBaskets_IsNotMined()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(new PlaylistsFile(1, First.Playlists, revision: 1).Events());
        await scenario.HandleAsync(new PlaylistsFile(2, First.Playlists, revision: 2).Events());
        Assert.Equal((2, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Start_UnderOtherRules_MinesAgain()
    {
        var rules = MinedWorld.Specification with { MinPairCount = 2, MaxPairsPerTrack = 7 };
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.RestartAsync(rules);
        Assert.Equal(Oracle.Mine(First.Playlists, rules), await scenario.AllPairsAsync());
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
        await scenario.HandleAsync(First.Events());
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
    public async Task EmptyFile_LeavesNoPairs()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.HandleAsync(new PlaylistsFile(3, []).Events());
        Assert.Equal(0, await scenario.Pairs.CountAsync(CancellationToken.None));
        Assert.Equal(2, await scenario.PublishedAsync());
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
            await scenario.HandleAsync(First.Batches());
            try
            {
                await scenario.HandleAsync(First.End());
                break;
            }
            catch (CrashedException)
            {
                crashes++;
            }

            await scenario.RestartAsync();
            await scenario.HandleAsync([First.End()]);
            Assert.Equal(expected, await scenario.DigestAsync());
            Assert.Equal(1, await scenario.PublishedAsync());
        }

        Assert.True(crashes >= 16, $"Only {crashes} steps.");
    }

    [Fact]
    public async Task TwoInstances_ThatShareTheRanges_EndInOneTable()
    {
        using var one = new MinerScenario();
        using var other = one.Peer();
        foreach (var message in First.Events())
        {
            Assert.Null(await one.HandleOneAsync(message));
            Assert.Null(await other.HandleOneAsync(message));
        }

        var ranges = one.TakeWaiting();
        Assert.Equal(6, ranges.Count);
        foreach (var (range, i) in ranges.Reverse().Select((range, i) => (range, i)))
            Assert.Null(await (i % 2 == 0 ? one : other).HandleOneAsync(range));
        Assert.Empty(one.TakeWaiting());
        Assert.Equal((1, 3), (await one.PublishedAsync(), one.Mined + other.Mined));
        Assert.True(one.Mined > 0 && other.Mined > 0);
        Assert.Equal(await UndisturbedAsync(First), await other.DigestAsync());
    }

    [Fact]
    public async Task BasketFile_DamagedBeforeItsRangesAreCounted_IsMadeAgain()
    {
        using var scenario = await PlannedAsync();
        var path = Assert.Single(Directory.GetFiles(scenario.MiningFolder, "*.baskets"));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^70] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await scenario.RestartAsync();
        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
    }

    [Fact]
    public async Task Ranges_MinedTwiceAndInAnyOrder_EndInTheSameTable()
    {
        using var scenario = await PlannedAsync();
        var planned = scenario.TakeWaiting();
        foreach (var range in planned.Concat(planned).Reverse())
            await scenario.HandleAsync(range);
        Assert.Equal(await UndisturbedAsync(First), await scenario.DigestAsync());
        Assert.Equal((1, 3), (await scenario.PublishedAsync(), scenario.Mined));
    }

    [Fact]
    public async Task Range_OfATableThatIsNotWanted_IsPassedOver()
    {
        using var scenario = await PlannedAsync();
        var former = scenario.TakeWaiting();
        await scenario.HandleAsync(Second.Events());
        foreach (var range in former)
            await scenario.HandleAsync(range);
        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync());
        Assert.Equal(3, scenario.Mined);
    }

    /// <summary>A scenario whose ranges wait on the bus.</summary>
    private static async Task<MinerScenario> PlannedAsync()
    {
        var scenario = new MinerScenario();
        foreach (var message in First.Events())
            Assert.Null(await scenario.HandleOneAsync(message));
        return scenario;
    }

    private static async Task<string> UndisturbedAsync(PlaylistsFile file)
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(file.Events());
        return await scenario.DigestAsync();
    }
}
