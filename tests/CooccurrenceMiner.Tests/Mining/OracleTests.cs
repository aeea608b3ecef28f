using SpotifyPlatform.CooccurrenceMiner.Mining;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Mining;

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
            var rules = new MiningRules(min, min + random.Next(0, 25), random.Next(-1, 20), random.Next(1, 5), random.Next(1, 9));
            var result = PairMinerTests.Run(playlists, rules, threads: random.Next(1, 5), survivorsAtOnce: random.Next(1, 200));
            Assert.Equal(Oracle.Mine(playlists, rules), result.Pairs);
            Assert.Equal(result.Pairs.Count, result.Pairs.ToList().Count);
        }
    }

    [Fact]
    public void Mine_CrowdUnderTheSpecificationsRules_EqualsTheOracle()
    {
        var playlists = Playlist.Random(new Random(2025), 400, 520, 80);
        playlists.Add(Playlist.Of(Enumerable.Range(0, 500)));
        playlists.Add(Playlist.Of(Enumerable.Range(0, 501)));
        Assert.Equal(Oracle.Mine(playlists, PairMinerTests.Specification), PairMinerTests.Run(playlists).Pairs);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mine_BasketsInAnotherOrderOnOtherThreads_GivesTheSame(int seed)
    {
        var random = new Random(seed);
        var playlists = Playlist.Random(random, 150, 90, 40);
        var expected = PairMinerTests.Run(playlists, threads: 1).Pairs.ToList();
        var shuffled = playlists.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(expected, PairMinerTests.Run(shuffled, threads: 4, survivorsAtOnce: 50).Pairs);
    }
}
