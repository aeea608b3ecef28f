using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

/// <summary>What a dump has and the tables have not is counted, with the first positions.</summary>
public sealed class DumpLossTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Derive_LinesThatLeadNowhere_AreCountedWithTheirPositions()
    {
        using var world = new XrefWorld(folder.Path, new XrefOptions { MaxBadLineShare = 1 });
        var dump = new DumpBuilder
        {
            Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + "junk\n" + DumpBuilder.Isrc(1, "no isrc") + DumpBuilder.Isrc(2, Scenario.Isrc(2)),
            Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 1_000) + DumpBuilder.Recording(1, Scenario.Gid(9), 2_000),
            Redirects = DumpBuilder.Redirect(Scenario.Gid(5), 77),
        };

        Assert.Equal(DerivedState.Current, (await world.AnnounceAsync(dump.Write(folder.Path))).State);

        Assert.Equal(
            [
                "isrc/bad_isrc 1: mbdump/isrc line 3",
                "isrc/recording_missing 1: mbdump/isrc of recording 2",
                "isrc/too_few_columns 1: mbdump/isrc line 2",
                "recording/replaced_by_later_row 1: mbdump/recording of recording 1",
                "recording_gid_redirect/recording_missing 1: mbdump/recording_gid_redirect of recording 77",
            ],
            LeftOut.Of(await world.ManifestAsync(RecordingTable.Name)).Select(loss => $"{loss.Reason} {loss.Count}: {string.Join(", ", loss.Positions)}"));
    }

    [Theory]
    [InlineData("zzzz\n")]
    [InlineData("9999-99-99 00:00:00+00\n")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Derive_TimestampThatIsNoTime_IsOlderThanAnyAndCounted(string? timestamp)
    {
        using var world = new XrefWorld(folder.Path);
        var bad = (SmallWorld.OtherDump("") with { Timestamp = timestamp }).Write(folder.Path, "mbdump-bad.tar", 2);
        await world.AnnounceAsync(bad);
        var alone = await world.ManifestAsync(RecordingTable.Name);
        Assert.Equal((1, 1), (alone.Rows, alone.Counts["invalid_values/timestamp_invalid"]));

        await world.AnnounceAsync(SmallWorld.Dump.Write(folder.Path, "mbdump-good.tar", 3));

        Assert.DoesNotContain("invalid_values/timestamp_invalid", (await world.ManifestAsync(RecordingTable.Name)).Counts.Keys);
    }

    [Fact]
    public void Parse_OtherOffset_IsTheSameTime() =>
        Assert.Equal(DumpTime.Parse("2026-05-20 00:12:33.413512+00"), DumpTime.Parse("2026-05-20 02:12:33.413512+02"));

    [Fact]
    public async Task Match_100TracksAnd100RecordingsOfOneIsrc_AreEachTheNearestInLength()
    {
        using var world = new XrefWorld(folder.Path);
        var numbers = Enumerable.Range(1, 100).ToArray();
        await world.PublishTracksAsync(numbers.Select(n => Scenario.Row(n, Scenario.Isrc(1), n * 1_000 + 300)));
        await world.AnnounceAsync(new DumpBuilder
        {
            Isrcs = string.Concat(numbers.Select(n => DumpBuilder.Isrc(n, Scenario.Isrc(1)))),
            Recordings = string.Concat(numbers.Select(n => DumpBuilder.Recording(n, Scenario.Gid(n), n * 1_000))),
        }.Write(folder.Path));
        await world.DeriveAsync();

        var matches = await world.Matches.GetAsync([.. numbers.Select(Scenario.Track)], CancellationToken.None);

        Assert.Equal(
            numbers.Select(n => (Scenario.Track(n), (Music.Mbid?)Scenario.Mbid(n))).Order(), matches.Select(match => (match.Id, match.Mbid)).Order());
        Assert.Equal(100, (await world.Matches.FindByIsrcAsync(Music.Isrc.Parse(Scenario.Isrc(1)), CancellationToken.None)).Count);
    }

    public void Dispose() => folder.Dispose();
}
