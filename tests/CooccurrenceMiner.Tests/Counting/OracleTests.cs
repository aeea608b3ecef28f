using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Counting;

/// <summary>The miner equals the specification on whatever the dice make; a failing case is named by its seed.</summary>
public sealed class OracleTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mine_SmallWorldsUnderAnyRules_EqualsTheOracle(int seed)
    {
        var random = new Random(seed);
        for (var world = 0; world < 40; world++)
        {
            var playlists = Playlist.Random(random, random.Next(0, 80), random.Next(1, 60), random.Next(2, 30));
            var min = random.Next(2, 7);
            var rules = new MiningRules(min, min + random.Next(0, 25), random.Next(-1, 20), random.Next(1, 5), random.Next(1, 9), (PairMeasure)random.Next(4));
            var result = MinedWorld.Mine(playlists, rules, threads: random.Next(1, 5), ranges: random.Next(1, 9), memoryBytes: random.Next(1, 2_000));
            Assert.Equal(Oracle.Lists(playlists, rules).OrderBy(list => list.Key).SelectMany(list => list.Value), result.Lists.SelectMany(list => list.Value));
            Assert.Equal(Oracle.Mine(playlists, rules), result.Pairs);
        }
    }

    [Fact]
    public void Mine_CrowdUnderTheSpecificationsRules_EqualsTheOracle()
    {
        var playlists = Playlist.Random(new Random(2025), 400, 520, 80);
        playlists.Add(Playlist.Of(Enumerable.Range(0, 500)));
        playlists.Add(Playlist.Of(Enumerable.Range(0, 501)));
        Assert.Equal(Oracle.Mine(playlists, MinedWorld.Specification), MinedWorld.Mine(playlists).Pairs);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mine_BasketsInAnotherOrderOnOtherThreads_GivesTheSame(int seed)
    {
        var random = new Random(seed);
        var playlists = Playlist.Random(random, 150, 90, 40);
        var expected = MinedWorld.Mine(playlists, threads: 1).Pairs;
        var shuffled = playlists.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(expected, MinedWorld.Mine(shuffled, threads: 4).Pairs);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mine_AnyThreadsAndRanges_GivesTheSameBytes(int seed)
    {
        var playlists = Playlist.Random(new Random(seed), 300, 900, 60);
        var expected = MinedWorld.Mine(playlists, threads: 1);
        Assert.NotEmpty(expected.Ranges);
        foreach (var (threads, ranges) in new[] { (2, 1), (7, 1), (1, 13), (2, 13), (7, 13) })
        {
            var other = MinedWorld.Mine(playlists, threads: threads, ranges: ranges, memoryBytes: 5_000);
            Assert.Equal(expected.Baskets, other.Baskets);
            Assert.Equal(expected.Ranges, other.Ranges);
            Assert.Equal(expected.Pairs, other.Pairs);
            Assert.Equal(expected.Counts, other.Counts);
        }
    }
}
