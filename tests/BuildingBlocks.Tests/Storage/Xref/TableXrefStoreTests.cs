using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Xref;

public sealed class TableXrefStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("xref-");
    private readonly World world = new(seed: 20261127);
    private readonly TableStore tables;
    private readonly CurrentTables current;
    private readonly TableXrefStore store;
    private int generations;

    public TableXrefStoreTests()
    {
        var time = new FakeTimeProvider();
        var artifacts = new FolderArtifactStore(Path.Combine(folder.FullName, "artifacts"), null, time);
        tables = new TableStore(artifacts, artifacts, Path.Combine(folder.FullName, "scratch"), 1 << 20, 1, time);
        current = new CurrentTables(tables, time, NullLoggerFactory.Instance);
        store = new TableXrefStore(current);
    }

    [Fact]
    public async Task Get_NothingPublished_IsEmptyAndFindingSaysSo()
    {
        Assert.Empty(await store.GetAsync(world.Ids(3), None));
        Assert.Empty(await store.GetAsync([], None));
        Assert.Equal("tracks-by-isrc", (await Assert.ThrowsAsync<TableNotBuiltException>(() => store.FindByIsrcAsync(world.Isrc(), None))).Table);
        Assert.Equal("tracks-by-mbid", (await Assert.ThrowsAsync<TableNotBuiltException>(() => store.FindByMbidAsync(world.Mbid(), None))).Table);
        Assert.All(await store.CountByMethodAsync(None), count => Assert.Equal(0, count.Value));
    }

    [Fact]
    public async Task Get_Matches_ComeBackEqual()
    {
        var matches = Matches(2_000);
        await PublishAsync(matches);
        var found = await store.GetAsync([.. matches.Select(match => match.Id), .. world.Ids(5), matches[0].Id], None);
        Assert.Equal(matches.OrderBy(match => match.Id), found.OrderBy(match => match.Id));
    }

    [Fact]
    public async Task Find_SharedIsrcAndMbid_GivesTheMostPopularFirstThenById()
    {
        var (isrc, mbid) = (world.Isrc(), world.Mbid());
        var shared = world.Ids(20).Order().Select(id => new TrackMatch(id, isrc, mbid, 1, MatchMethod.IsrcExact)).ToArray();
        await PublishAsync([.. Matches(200), .. shared]);
        var expected = shared.OrderByDescending(match => Popularity(match.Id));
        Assert.Equal(expected, await store.FindByIsrcAsync(isrc, None));
        Assert.Equal(expected, await store.FindByMbidAsync(mbid, None));
    }

    [Fact]
    public async Task FindByIsrc_MoreTracksThanTheLimit_GivesThatMany()
    {
        var isrc = world.Isrc();
        await PublishAsync([.. world.Ids(TableXrefStore.MaxTracks + 5).Select(id => TrackMatch.None(id, isrc))]);
        Assert.Equal(TableXrefStore.MaxTracks, (await store.FindByIsrcAsync(isrc, None)).Count);
    }

    [Fact]
    public async Task FindByIsrc_MatchesAreOfAnOlderCatalog_GivesTheTracksWithoutAMatch()
    {
        var (id, before, after) = (world.Ids(1)[0], world.Isrc(), world.Isrc());
        var old = new TrackMatch(id, before, world.Mbid(), 1, MatchMethod.IsrcExact);
        await PublishAsync([old]);
        await PublishByIsrcAsync([old with { Isrc = after }]);
        Assert.Equal([TrackMatch.None(id, after)], await store.FindByIsrcAsync(after, None));
        Assert.Empty(await store.FindByIsrcAsync(before, None));
    }

    [Fact]
    public async Task FindByMbid_MatchesAreOfAnotherDump_LeavesOutTracksOfOtherRecordings()
    {
        var (ids, isrc) = (world.Ids(3), world.Isrc());
        var (before, after, merged) = (world.Mbid(), world.Mbid(), world.Mbid());
        await PublishAsync([.. ids.Select(id => new TrackMatch(id, isrc, after, 1, MatchMethod.IsrcExact))]);
        await PublishByMbidAsync([(before, ids[0], before), (merged, ids[1], after), (after, ids[1], after), (merged, ids[2], before)]);
        Assert.Empty(await store.FindByMbidAsync(before, None));
        Assert.Equal([ids[1]], (await store.FindByMbidAsync(merged, None)).Select(match => match.Id));
        Assert.Equal(after, Assert.Single(await store.FindByMbidAsync(after, None)).Mbid);
    }

    [Fact]
    public async Task FindByMbid_TableIsOfAnOlderProgram_SaysItIsNotBuilt()
    {
        var match = new TrackMatch(world.Ids(1)[0], world.Isrc(), world.Mbid(), 1, MatchMethod.IsrcExact);
        await PublishAsync([match]);
        await PublishAsync(TracksByMbidTable.Name, TracksByMbidTable.KeyBytes, writer => writer.Add([.. match.Mbid!.Value.ToBytes(), .. match.Id.ToKey()], [50]));
        Assert.Equal("tracks-by-mbid", (await Assert.ThrowsAsync<TableNotBuiltException>(() => store.FindByMbidAsync(match.Mbid!.Value, None))).Table);
    }

    [Fact]
    public async Task CountByMethod_Mixed_CountsTracksWithAndWithoutAnIsrc()
    {
        var matches = Matches(500);
        await PublishAsync(matches);
        var counts = await store.CountByMethodAsync(None);
        Assert.Equal(matches.Count(match => match.Method == MatchMethod.IsrcExact), counts[MatchMethod.IsrcExact]);
        Assert.Equal(matches.Count(match => match.Method == MatchMethod.NoMatch), counts[MatchMethod.NoMatch]);
    }

    public void Dispose()
    {
        current.Dispose();
        folder.Delete(recursive: true);
    }

    private static int Popularity(TrackId id) => (int)(id.Value % 4);

    private TrackMatch[] Matches(int count) =>
        [.. world.Ids(count).Select(id => world.Next(3) == 0
            ? TrackMatch.None(id, world.Maybe(world.Isrc))
            : new TrackMatch(id, world.Isrc(), world.Mbid(), 1, MatchMethod.IsrcExact))];

    private async Task PublishAsync(IReadOnlyList<TrackMatch> matches)
    {
        await PublishAsync(TrackTable.Name, TrackTable.KeyBytes, writer =>
        {
            foreach (var match in matches)
                writer.Add(match.Id.ToKey(), Track(match));
        });
        await PublishByIsrcAsync(matches);
        await PublishAsync(MatchTable.Name, MatchTable.KeyBytes, writer =>
        {
            var value = new byte[MatchTable.ValueBytes];
            foreach (var match in matches.Where(match => match.Isrc is not null))
            {
                MatchTable.WriteValue(value, match.Isrc!.Value.ToKey(), match.Mbid?.ToBytes());
                writer.Add(match.Id.ToKey(), value);
                writer.Count(match.Method.Name());
            }
        });
        await PublishByMbidAsync([.. matches.Where(match => match.Mbid is not null).Select(match => (match.Mbid!.Value, match.Id, match.Mbid.Value))]);
    }

    /// <param name="rows">An MBID that is looked up, a track, and the MBID of the recording that it is.</param>
    private Task PublishByMbidAsync(IReadOnlyList<(Mbid Mbid, TrackId Track, Mbid Matched)> rows) =>
        PublishAsync(TracksByMbidTable.Name, TracksByMbidTable.KeyBytes, writer =>
        {
            var value = new byte[TracksByMbidTable.ValueBytes];
            foreach (var (mbid, track, matched) in rows)
            {
                TracksByMbidTable.WriteValue(value, Popularity(track), matched.ToBytes());
                writer.Add([.. mbid.ToBytes(), .. track.ToKey()], value);
            }
        });

    private Task PublishByIsrcAsync(IReadOnlyList<TrackMatch> matches) => PublishAsync(TracksByIsrcTable.Name, TracksByIsrcTable.KeyBytes, writer =>
    {
        var value = new byte[TracksByIsrcTable.ValueBytes];
        foreach (var match in matches.Where(match => match.Isrc is not null))
        {
            TracksByIsrcTable.WriteValue(value, 0, Popularity(match.Id));
            writer.Add([.. match.Isrc!.Value.ToKey(), .. match.Id.ToKey()], value);
        }

        writer.Count(TracksByIsrcTable.WithoutIsrc, matches.Count(match => match.Isrc is null));
    });

    private static byte[] Track(TrackMatch match)
    {
        var text = new Contracts.Tables.V1.TrackText { Name = "A song" };
        var value = new byte[TrackTable.ValueBytes(text)];
        TrackTable.Write(value, match.Isrc?.ToKey(), Popularity(match.Id), false, 0, text);
        return value;
    }

    private async Task PublishAsync(string table, int keyBytes, Action<TableWriter> write)
    {
        var plan = new TablePlan { Table = table, KeyBytes = keyBytes, MappingVersion = 1, Rules = [], Inputs = new() { ["test"] = $"{++generations}" } };
        foreach (var unit in await tables.ListMissingUnitsAsync(plan, None))
        {
            using var writer = tables.Write(plan, unit);
            write(writer);
            await writer.CompleteAsync(None);
        }

        await tables.PublishAsync((await tables.CompleteAsync(plan, null, None))!, new() { ["test"] = generations }, "test", None);
        await current.RefreshAsync(table, None);
    }
}
