using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Pairs;

public sealed class TablePairStoreTests : PairStoreContract
{
    private long revision;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(40, 2)]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_000, 100)]
    public async Task Scan_InAsManyPassesAsMemoryAsks_VisitsTheSamePairs(int gathered, int threads)
    {
        var ids = World.Ids(50);
        var pairs = ids.SelectMany((x, i) => ids[(i + 1)..].Select(y => PairTables.Pair(x, y, 3 + World.Next(9), 20, 20, 1_000))).ToList();
        await ReplaceAsync(Place, pairs, 1_000, 8);
        var store = Tables(Place, Clock);
        using var table = await store.OpenAsync(PairTable.Name, (await store.FindCurrentAsync(PairTable.Name, None))!.Id, None);
        var seen = new List<TrackPair>();
        var scan = new PairScan(table, threads, None, gathered);
        scan.Visit(seen.Add, None);
        Assert.Equal(seen.Count, scan.Count(None));
        Assert.Equal(seen.Count, table.Manifest.Counts[PairTable.Stored]);
        Assert.Equal(PairTables.Lists(pairs, 8).SelectMany(list => list.Best).Distinct().OrderBy(p => p.A).ThenBy(p => p.B), seen);
    }

    protected override IPairStore Open(string place, TimeProvider clock) =>
        new TablePairStore(new CurrentTable(Tables(place, clock), PairTable.Name, clock, NullLogger<CurrentTable>.Instance));

    protected override string Digest(string place)
    {
        var store = Tables(place, Clock);
        return store.FindCurrentAsync(PairTable.Name, None).GetAwaiter().GetResult()!.ContentSha256;
    }

    protected override Task ReplaceAsync(string place, IReadOnlyCollection<TrackPair> pairs, long playlists, int listed) =>
        PairTables.PublishAsync(Tables(place, Clock), pairs, playlists, ++revision, listed);

    private static TableStore Tables(string place, TimeProvider clock)
    {
        var artifacts = new FolderArtifactStore(place, null, clock);
        return new TableStore(artifacts, artifacts, place + "-scratch", 1 << 20, 1, clock);
    }
}
