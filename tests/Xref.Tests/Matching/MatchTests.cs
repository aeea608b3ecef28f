using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.Tests.Matching;

/// <summary>Tracks and dumps in any order, again and again, end in the same tables.</summary>
public sealed class MatchTests : IDisposable
{
    private const string Newer = "2026-05-23 00:10:00+00";
    private const string Older = "2026-05-13 00:10:00+00";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Match_KnownWorld_IsTheRightRecordings()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.AnnounceAsync(SmallWorld.Dump.Write(folder.File("a")));
        await world.DeriveAsync();
        Assert.Equal(SmallWorld.Expected, await world.AllMatchesAsync());
        var counts = await world.Matches.CountByMethodAsync(CancellationToken.None);
        Assert.Equal((5, 4), (counts[MatchMethod.IsrcExact], counts[MatchMethod.NoMatch]));
    }

    [Fact]
    public async Task Match_DumpBeforeTracksOrAfter_EndsInTheSameTables()
    {
        using var after = World("a");
        await after.PublishTracksAsync(SmallWorld.Tracks);
        await after.DeriveAsync();
        await after.AnnounceAsync(SmallWorld.Dump.Write(folder.File("a")));
        await after.DeriveAsync();

        using var before = World("b");
        await before.AnnounceAsync(SmallWorld.Dump.Write(folder.File("b")));
        await before.DeriveAsync();
        await before.PublishTracksAsync(SmallWorld.Tracks);
        await before.DeriveAsync();
        Assert.Equal(await after.DigestAsync(), await before.DigestAsync());
    }

    [Fact]
    public async Task Match_NoDumpYet_SaysNoMatch()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        Assert.Empty(await world.AllMatchesAsync());
        await world.DeriveAsync();
        Assert.Equal(SmallWorld.Expected.Select(match => TrackMatch.None(match.Id, match.Isrc)), await world.AllMatchesAsync());
        Assert.Equal("none", (await world.ManifestAsync(MatchTable.Name)).Plan.Inputs[RecordingTable.Name]);
    }

    [Fact]
    public async Task Match_TwoFilesOfDumps_EndsWithTheNewerInAnyOrder()
    {
        var digests = new List<string>();
        foreach (var newerFirst in new[] { false, true })
        {
            var place = $"{newerFirst}";
            using var world = World(place);
            await world.PublishTracksAsync(SmallWorld.Tracks);
            var dumps = new[]
            {
                SmallWorld.OtherDump(Older).Write(folder.File(place), "mbdump-old.tar", revision: 7), SmallWorld.Dump.Write(folder.File(place), "mbdump.tar", revision: 5),
            };
            foreach (var dump in newerFirst ? dumps.Reverse() : dumps)
            {
                await world.AnnounceAsync(dump);
                await world.DeriveAsync();
            }

            Assert.Equal(SmallWorld.Expected, await world.AllMatchesAsync());
            digests.Add(await world.DigestAsync());
        }

        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public async Task Match_TwoInstancesSeeTheDumpsInOppositeOrder_EndWithTheSamePointers()
    {
        using var one = World("shared");
        using var other = World("shared");
        await one.PublishTracksAsync(SmallWorld.Tracks);
        var old = SmallWorld.OtherDump(Older).Write(folder.File("shared"), "mbdump-old.tar", revision: 7);
        var current = SmallWorld.Dump.Write(folder.File("shared"), "mbdump.tar", revision: 5);
        await one.AnnounceAsync(old);
        await other.AnnounceAsync(current);
        await other.AnnounceAsync(old);
        Assert.Equal(DerivedState.Current, (await one.AnnounceAsync(current)).State);
        await other.DeriveAsync();
        var digest = await other.DigestAsync();
        await one.DeriveAsync();
        Assert.Equal(digest, await one.DigestAsync());
        Assert.Equal(SmallWorld.Expected, await one.AllMatchesAsync());
    }

    [Fact]
    public async Task Match_NewerDumpHasNone_WithdrawsTheMatches()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.AnnounceAsync(SmallWorld.Dump.Write(folder.File("a")));
        await world.DeriveAsync();
        await world.AnnounceAsync(SmallWorld.OtherDump(Newer).Write(folder.File("a"), "mbdump-new.tar", revision: 2));
        await world.DeriveAsync();
        var matches = (await world.AllMatchesAsync()).ToDictionary(match => match.Id);
        Assert.Equal(Scenario.Mbid(11), matches[Scenario.Track(1)].Mbid);
        Assert.Equal(TrackMatch.None(Scenario.Track(2), Isrc.Parse(Scenario.Isrc(2))), matches[Scenario.Track(2)]);
        Assert.Empty(await world.Matches.FindByMbidAsync(Scenario.Mbid(20), CancellationToken.None));
    }

    [Fact]
    public async Task Match_DumpReplacedAndRestored_BuildsNothingAgain()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        var first = SmallWorld.Dump.Write(folder.File("a"));
        await world.AnnounceAsync(first);
        await world.DeriveAsync();
        var digest = await world.DigestAsync();
        await world.AnnounceAsync(SmallWorld.OtherDump(Older).Write(folder.File("a"), revision: 2));
        await world.DeriveAsync();
        Assert.NotEqual(digest, await world.DigestAsync());

        // The file is not even read.
        File.Delete(folder.File(Path.Combine("a", first.File.Key.Segments[^1])));
        Assert.Equal(DerivedState.Current, (await world.AnnounceAsync(first with { Revision = 3 })).State);
        await world.DeriveAsync();
        Assert.Equal(digest, await world.DigestAsync());
        Assert.Equal(SmallWorld.Expected, await world.AllMatchesAsync());
    }

    [Fact]
    public async Task Match_TitleChanges_MatchesNothingAgain()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.DeriveAsync();
        var digest = await world.DigestAsync();
        await world.PublishTracksAsync([.. SmallWorld.Tracks.Select(track => track with { Name = "Another title" }), Scenario.Row(10, "")]);
        await world.DeriveAsync();
        Assert.Equal(digest.Split('\n')[2..], (await world.DigestAsync()).Split('\n')[2..]);
        // The track that came has no ISRC, and is counted all the same.
        Assert.Equal(10, (await world.Matches.CountByMethodAsync(CancellationToken.None))[MatchMethod.NoMatch]);
    }

    [Fact]
    public async Task Match_TrackIsGoneFromANewerCatalog_IsGone()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.DeriveAsync();
        await world.PublishTracksAsync(SmallWorld.Tracks[1..]);
        await world.DeriveAsync();
        Assert.Empty(await world.Matches.GetAsync([SmallWorld.Tracks[0].Id], CancellationToken.None));
    }

    [Fact]
    public async Task Find_SharedIsrcOrRecording_GivesTheMostPopularFirst()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.AnnounceAsync(SmallWorld.Dump.Write(folder.File("a")));
        await world.DeriveAsync();
        Assert.Equal([Scenario.Track(9), Scenario.Track(1)], (await world.Matches.FindByIsrcAsync(Isrc.Parse(Scenario.Isrc(1)), CancellationToken.None)).Select(match => match.Id));
        TrackId[] expected = [Scenario.Track(9), .. new[] { Scenario.Track(1), Scenario.Track(7) }.Order()];
        Assert.Equal(expected, (await world.Matches.FindByMbidAsync(Scenario.Mbid(10), CancellationToken.None)).Select(match => match.Id));
    }

    [Fact]
    public async Task FindByMbid_RecordingWasMerged_GivesTheTracksAndTheMbidInForce()
    {
        using var world = World("a");
        await world.PublishTracksAsync(SmallWorld.Tracks);
        await world.AnnounceAsync(SmallWorld.Dump.Write(folder.File("a")));
        await world.DeriveAsync();
        var found = await world.Matches.FindByMbidAsync(Scenario.Mbid(77), CancellationToken.None);
        Assert.Equal(Scenario.Track(9), found[0].Id);
        Assert.All(found, match => Assert.Equal(Scenario.Mbid(10), match.Mbid));
        // One leads to a recording without an ISRC, one to none.
        Assert.Empty(await world.Matches.FindByMbidAsync(Scenario.Mbid(78), CancellationToken.None));
        Assert.Equal(1, (await world.ManifestAsync(RecordingTable.Name)).LeftOut["recording_gid_redirect/recording_missing"]);
    }

    [Theory]
    [InlineData(1 << 20, 2)]
    [InlineData(100 << 10, 1)]
    [InlineData(100 << 10, 2)]
    public async Task Match_OtherMemoryOrThreads_GivesTheSameBytes(long memoryBytes, int threads)
    {
        Assert.Equal(await DigestOfManyAsync("usual", 1 << 20, 1), await DigestOfManyAsync("other", memoryBytes, threads));
    }

    public void Dispose() => folder.Dispose();

    private async Task<string> DigestOfManyAsync(string place, long memoryBytes, int threads)
    {
        const int Tracks = 6_000;
        using var world = World(place, memoryBytes, threads);
        var random = new Random(20261127);
        await world.PublishTracksAsync(Enumerable.Range(1, Tracks).Select(n => Scenario.Row(n, random.Next(5) == 0 ? "" : Scenario.Isrc(random.Next(3_000)), random.Next(300_000))));
        var recordings = Enumerable.Range(1, 4_000).ToArray();
        random.Shuffle(recordings);
        await world.AnnounceAsync(new DumpBuilder
        {
            Isrcs = string.Concat(recordings.Select(id => DumpBuilder.Isrc(id, Scenario.Isrc(random.Next(3_000))))),
            Recordings = string.Concat(recordings.Select(id => DumpBuilder.Recording(id, Scenario.Gid(id), random.Next(300_000)))),
            Redirects = string.Concat(recordings.Take(500).Select(id => DumpBuilder.Redirect(Scenario.Gid(random.Next(1_000_000)), id))),
        }.Write(folder.File(place)));
        await world.DeriveAsync();
        Assert.InRange((await world.ManifestAsync(MatchTable.Name)).Counts["isrc_exact"], Tracks / 3, Tracks);
        return await world.DigestAsync();
    }

    private XrefWorld World(string place, long memoryBytes = 1 << 20, int threads = 1)
    {
        Directory.CreateDirectory(folder.File(place));
        return new XrefWorld(folder.File(place), null, memoryBytes, threads);
    }
}
