using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>What single fields hold, and how it misleads.</summary>
public sealed class FieldTrapTests : IDisposable
{
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(null, "trackdone", false)]
    [InlineData(true, "trackdone", false)]
    [InlineData(null, "fwdbtn", true)]
    [InlineData(false, "backbtn", true)]
    [InlineData(false, "endplay", true)]
    [InlineData(null, "nextbtn", true)]
    [InlineData(true, "unexpected-exit", true)]
    [InlineData(false, "logout", false)]
    [InlineData(null, null, false)]
    public async Task Skipped_NullOrFalseForYears_IsDerivedFromTheReason(bool? skipped, string? reasonEnd, bool expected)
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2018-01-15T10:03:01Z", 60_000).With("skipped", skipped).With("reason_end", reasonEnd)));
        Assert.Equal(expected, row.Skipped);
    }

    [Theory]
    [InlineData(29_999, PlayOutcome.TooShort)]
    [InlineData(30_000, PlayOutcome.Play)]
    [InlineData(0, PlayOutcome.TooShort)]
    public async Task MsPlayed_AroundThirtySeconds_CountsFromThirtyAndKeepsTheRest(long msPlayed, PlayOutcome expected)
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T10:03:01Z", msPlayed)));
        Assert.Equal(expected, row.Outcome);
    }

    [Fact]
    public async Task MsPlayed_OfAShortTrackPlayedToItsEnd_CountsOnlyWhereTheSettingSaysSo()
    {
        var rows = await world.RowsOfAsync(
            ExportRow.Extended("2024-01-15T10:03:01Z", 12_000), ExportRow.Extended("2024-01-15T10:04:01Z", 12_000).With("reason_end", "fwdbtn"));
        Assert.DoesNotContain(rows, row => row.Counts);
        await world.Imports.SaveSettingsAsync(world.Account, world.Imports.Settings(world.Account) with { CountsShortTracks = true }, CancellationToken.None);
        Assert.Equal([true, false], world.Rows().Select(row => row.Counts));
    }

    [Fact]
    public async Task MsPlayed_LongerThanAnyTrack_IsKeptAsItIs() =>
        Assert.Equal(5_984_871, Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T15:00:00Z", 5_984_871))).MsPlayed);

    [Fact]
    public async Task MsPlayed_Negative_IsInvalidWithItsPosition()
    {
        var report = await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T10:00:00Z", 1), ExportRow.Extended("2024-01-15T16:00:00Z", -5)));
        var invalid = Assert.Single(report.Invalid);
        Assert.Equal((ListeningWorld.AudioFile, 2, 1L), (invalid.File, invalid.Row, report.Counts.Invalid));
        Assert.Contains("ms_played", invalid.Reason, StringComparison.Ordinal);
        Assert.InRange(invalid.Offset, 400, 1000);
    }

    [Fact]
    public async Task MsPlayed_WrittenAsAFloat_IsReadWhereItIsWhole()
    {
        var path = world.WriteText(ListeningWorld.AudioFile, """
            [{"ts":"2024-01-15T10:00:00Z","ms_played":181000.0},{"ts":"2024-01-15T10:00:01Z","ms_played":1.81e5},
             {"ts":"2024-01-15T10:00:02Z","ms_played":1.5},{"ts":"2024-01-15T10:00:03Z","ms_played":"181000"}]
            """);
        var report = await world.ImportAsync(path);
        Assert.Equal(2, report.Counts.Invalid);
        Assert.All(world.Rows(), row => Assert.Equal(181_000, row.MsPlayed));
    }

    [Fact]
    public async Task Episode_WithNullTrackFields_IsAPodcast()
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T11:00:00Z", 1_200_000).Episode()));
        Assert.Equal((ContentKind.Podcast, "An Episode", "A Show", PlayOutcome.Podcast), (row.ContentKind, row.TrackName, row.ArtistName, row.Outcome));
    }

    [Fact]
    public async Task Chapter_WithNullTrackFields_IsAnAudiobook()
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T12:00:00Z", 60_000).Chapter()));
        Assert.Equal((ContentKind.Audiobook, "One", "A Book", PlayOutcome.Audiobook), (row.ContentKind, row.TrackName, row.AlbumName, row.Outcome));
    }

    [Fact]
    public async Task VideoFile_WithTrackFieldsSetAndOfflineNull_IsVideoAndNoPlay()
    {
        var path = world.Write(
            "Streaming_History_Video_2021-2024.json",
            ExportRow.Extended("2024-01-15T12:00:00Z", 60_000).With("platform", "not_applicable").With("offline", null),
            ExportRow.Extended("2024-01-15T13:00:00Z", 60_000).Episode());
        await world.ImportAsync(path);
        Assert.All(world.Rows(), row => Assert.Equal((ContentKind.Video, PlayOutcome.Video), (row.ContentKind, row.Outcome)));
    }

    [Fact]
    public async Task LocalFile_WhoseUriHoldsAnEscapedColon_KeepsItsUriAndIsLocal()
    {
        const string uri = "spotify:local:Invented+Band:Album%3A+1:Song+9:181";
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T13:00:00Z", 181_000).With("spotify_track_uri", uri)));
        Assert.Equal((ContentKind.Local, uri, "Song 1"), (row.ContentKind, row.SpotifyTrackUri, row.TrackName));
    }

    [Fact]
    public async Task LocalFile_WithoutNamesAndWithPlainColons_IsNamedByItsUri()
    {
        var row = Assert.Single(await world.RowsOfAsync(
            ExportRow.Extended("2024-01-15T13:00:00Z", 181_000).Nameless().With("spotify_track_uri", "spotify:local:A+Band:Live%3A:In:Town:Song+9:181")));
        Assert.Equal(("Song 9", "A Band", "Live::In:Town"), (row.TrackName, row.ArtistName, row.AlbumName));
    }

    [Fact]
    public async Task RowThatNamesNothing_IsCountedAndKeptAsUnknown()
    {
        var report = await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T14:00:00Z", 0).Nameless()));
        Assert.Equal(1, report.Counts[PlayOutcome.Unknown]);
        Assert.Equal(ContentKind.Unknown, Assert.Single(world.Rows()).ContentKind);
    }

    [Fact]
    public async Task PrivateSession_IsKeptCountedAndFlagged()
    {
        var report = await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T10:00:00Z", 60_000).With("incognito_mode", true)));
        Assert.Equal((1, 1), (report.Counts.Private, report.Counts[PlayOutcome.Play]));
        Assert.True(Assert.Single(world.Rows()).IncognitoMode);
    }

    [Fact]
    public async Task SameSongUnderTwoUris_StaysTwoItems()
    {
        var rows = await world.RowsOfAsync(
            ExportRow.Extended("2024-01-15T10:00:00Z", 60_000), ExportRow.Extended("2024-01-15T10:00:00Z", 60_000).With("spotify_track_uri", ExportRow.Uri(2)));
        Assert.Equal([ExportRow.Uri(1), ExportRow.Uri(2)], rows.Select(row => row.SpotifyTrackUri).Order());
    }

    [Theory]
    [InlineData("Android OS 11 API 30 (samsung, SM-G975F)")]
    [InlineData("web_player windows 10;chrome 96.0;desktop")]
    [InlineData("not_applicable")]
    [InlineData("")]
    public async Task Platform_FreeTextUntil2023_IsKeptAsItIs(string platform) =>
        Assert.Equal(platform, Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2021-01-15T10:00:00Z", 1).With("platform", platform))).Platform);

    [Fact]
    public async Task Reasons_NobodyHasSeen_AreKeptAsTheyAre()
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2021-01-15T10:00:00Z", 1).With("reason_start", "switched-to-video").With("reason_end", "brand-new")));
        Assert.Equal(("switched-to-video", "brand-new"), (row.ReasonStart, row.ReasonEnd));
    }

    [Fact]
    public async Task YesNoFields_Null_StayUnknown()
    {
        var row = Assert.Single(await world.RowsOfAsync(
            ExportRow.Extended("2016-01-15T10:00:00Z", 1).With("shuffle", null).With("offline", null).With("incognito_mode", null)));
        Assert.Equal((null, null, null), (row.Shuffle, row.Offline, row.IncognitoMode));
    }

    [Fact]
    public async Task Names_WithEscapesAndEveryScript_ComeThrough()
    {
        const string name = "Tab\t \"quoted\" \\ ünï 日本 🎵";
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2021-01-15T10:00:00Z", 1).With("master_metadata_track_name", name)));
        Assert.Equal(name, row.TrackName);
    }
}
