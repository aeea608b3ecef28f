using Google.Protobuf;
using SpotifyPlatform.CooccurrenceMiner.Mining;

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
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(First.Playlists));
        Assert.Equal(1, scenario.Pairs.Replacements);
    }

    [Fact]
    public async Task Events_BeforeTheLastOne_MineNothing()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Batches());
        await scenario.HandleAsync(First.Batches());
        Assert.Equal(0, scenario.Pairs.Replacements);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_ShuffledRepeatedAndInterrupted_EndInTheSameRows(int seed)
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

        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
    }

    [Fact]
    public async Task Replay_OfAMinedFile_ProcessesNothing()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.RestartAsync();
        await scenario.HandleAsync(First.Events());
        Assert.Equal(0, scenario.Pairs.Replacements);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Crash_BetweenPairsAndRecord_MinesTheSameAgain(bool eventComesAgain)
    {
        using var scenario = new MinerScenario { CrashesBeforeRecord = 1 };
        await scenario.HandleAsync(First.Batches());
        await Assert.ThrowsAsync<InvalidOperationException>(() => scenario.HandleAsync(First.End()));
        Assert.Null(scenario.Baskets.LastRun());
        if (eventComesAgain)
            await scenario.HandleAsync([First.End()]);
        else
            await scenario.RestartAsync();

        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
    }

    [Fact]
    public async Task NewerFile_OnceComplete_ReplacesTheOlder()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.HandleAsync(Second.Batches());
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(First.Playlists));

        await scenario.HandleAsync([Second.End()]);

        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(Second.Playlists));
        Assert.Empty(scenario.Kept(First));
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

        Assert.Equal(orderly.Digest, scenario.Digest);
    }

    [Fact]
    public async Task FileOfAnOlderRevision_AnnouncedLate_ChangesNothing()
    {
        var (older, newer) = (new PlaylistsFile(1, First.Playlists, revision: 1), new PlaylistsFile(2, Second.Playlists, revision: 2));
        using var scenario = new MinerScenario();
        await scenario.HandleAsync([.. newer.Events(), .. older.Events()]);
        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(Second.Playlists));
        Assert.Equal(1, scenario.Pairs.Replacements);
        Assert.Empty(scenario.Kept(older));
    }

    [Fact]
    public async Task ChangedBackFile_OnceComplete_IsMinedAgain()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(new PlaylistsFile(1, First.Playlists, revision: 1).Events());
        await scenario.HandleAsync(new PlaylistsFile(2, Second.Playlists, revision: 2).Events());
        await scenario.HandleAsync(new PlaylistsFile(1, First.Playlists, revision: 3).Events());
        await scenario.HandleAsync(new PlaylistsFile(2, Second.Playlists, revision: 2).Events());
        Assert.Equal(Oracle.Mine(First.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(First.Playlists));
        Assert.Equal(3, scenario.Pairs.Replacements);
    }

    [Fact]
    public async Task Start_UnderOtherRules_MinesAgain()
    {
        var rules = MinedWorld.Specification with { MinPairCount = 2, MaxPairsPerTrack = 7 };
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.RestartAsync(rules);
        Assert.Equal(Oracle.Mine(First.Playlists, rules), await scenario.AllPairsAsync(First.Playlists));
    }

    [Fact]
    public async Task Start_WithAnEmptyPairStore_FillsIt()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        var digest = scenario.Digest;
        await scenario.RestartAsync(withoutPairs: true);
        Assert.Equal(digest, scenario.Digest);
    }

    [Fact]
    public async Task EmptyFile_LeavesNoPairs()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(First.Events());
        await scenario.HandleAsync(new PlaylistsFile(3, []).Events());
        Assert.Equal(0, await scenario.Pairs.CountAsync(CancellationToken.None));
        Assert.Equal(new MiningRun(new PlaylistsFile(3, []).Hex, MinedWorld.Specification.Text, 0, 0, 0), scenario.Baskets.LastRun());
    }

    [Fact]
    public async Task Crash_BetweenLedgerAndBus_PublishesTheRangesAtTheNextStart()
    {
        using var scenario = await PlannedAsync();
        scenario.ForgetWaiting();
        await scenario.RestartAsync();
        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
    }

    [Fact]
    public async Task BasketFile_DamagedBeforeItsRangesAreCounted_IsMadeAgain()
    {
        using var scenario = await PlannedAsync();
        var path = Assert.Single(Directory.GetFiles(scenario.MiningFolder, "*.baskets"));
        var bytes = await System.IO.File.ReadAllBytesAsync(path);
        bytes[^70] ^= 1;
        await System.IO.File.WriteAllBytesAsync(path, bytes);
        await scenario.RestartAsync();
        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
    }

    [Fact]
    public async Task RangeFile_LostBeforeTheLastIsCounted_HasTheRunPlannedAgain()
    {
        using var scenario = await PlannedAsync();
        var planned = scenario.TakeWaiting();
        Assert.Equal(3, planned.Count);
        foreach (var range in planned)
            Assert.Null(await scenario.HandleOneAsync(range));
        System.IO.File.Delete(Directory.GetFiles(scenario.ArtifactFolder, "*.pairs", SearchOption.AllDirectories)[1]);
        foreach (var mined in scenario.TakeWaiting())
            await scenario.HandleAsync(mined);
        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
        Assert.Equal(1, scenario.Pairs.Replacements);
    }

    [Fact]
    public async Task Ranges_CountedTwiceAndInAnyOrder_EndInTheSameRows()
    {
        using var scenario = await PlannedAsync();
        var planned = scenario.TakeWaiting();
        foreach (var range in planned.Concat(planned).Reverse())
            await scenario.HandleAsync(range);
        Assert.Equal(await UndisturbedAsync(First), scenario.Digest);
        Assert.Equal(1, scenario.Pairs.Replacements);
    }

    [Fact]
    public async Task Range_OfARunThatIsNotUnderWay_IsPassedOver()
    {
        using var scenario = await PlannedAsync();
        var former = scenario.TakeWaiting();
        await scenario.HandleAsync(Second.Events());
        foreach (var range in former)
            await scenario.HandleAsync(range);
        Assert.Equal(Oracle.Mine(Second.Playlists, MinedWorld.Specification), await scenario.AllPairsAsync(Second.Playlists));
        Assert.Empty(Directory.GetDirectories(scenario.MiningFolder));
        Assert.Empty(Directory.GetFiles(scenario.ArtifactFolder, "*", SearchOption.AllDirectories));
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
        return scenario.Digest;
    }
}
