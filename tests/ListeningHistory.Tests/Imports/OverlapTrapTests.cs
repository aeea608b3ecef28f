using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>The same plays in several files and forms.</summary>
public sealed class OverlapTrapTests : IDisposable
{
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task ExactRepeat_InOneFile_IsOneRowAndCounted()
    {
        var path = world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T10:03:01Z", 181_000), ExportRow.Extended("2024-01-15T10:03:01Z", 181_000));
        var report = await world.ImportAsync(path);
        Assert.Equal((2, 1, 1), (report.Counts.Read, report.Counts.New, report.Counts.Repeated));
        Assert.Single(world.Rows());
    }

    [Fact]
    public async Task LaterExport_WithOtherFieldsInOtherOrder_BringsNothingNew()
    {
        await world.ImportAsync(world.Write(
            "Streaming_History_Audio_2023_1.json",
            ExportRow.Extended("2023-01-15T10:03:01Z", 181_000).Without("audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"),
            ExportRow.Extended("2023-01-15T11:03:01Z", 181_000, song: 2)));
        var report = await world.ImportAsync(world.Write(
            "Streaming_History_Audio_2022-2024_1.json", ExportRow.Extended("2023-01-15T11:03:01Z", 181_000, song: 2), ExportRow.Extended("2023-01-15T10:03:01Z", 181_000)));
        Assert.Equal((0, 2), (report.Counts.New, report.Counts.Known));
        Assert.Equal(2, world.Rows().Count);
    }

    [Fact]
    public async Task OldAndNewExport_OfTheSamePlay_DifferInPersonalFieldsOnlyAndAreOne()
    {
        await world.ImportAsync(world.WriteText("endsong_0.json", ListeningWorld.Array(ExportRow.Extended("2021-05-05T05:05:05Z", 40_000).AsEndsong())));
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2021-05-05T05:05:05Z", 40_000)));
        Assert.Single(world.Rows());
    }

    [Fact]
    public async Task PersonalFields_OfAnyForm_AreInNoFileOfTheStore()
    {
        await world.ImportAsync(
            world.WriteText("endsong_0.json", ListeningWorld.Array(ExportRow.Extended("2021-05-05T05:05:05Z", 40_000).AsEndsong())),
            world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-05-05T05:05:05Z", 40_000)));
        foreach (var file in Directory.EnumerateFiles(world.DataFolder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync();
            Assert.All([ExportRow.Ip, ExportRow.UserName, ExportRow.UserAgent, "Nowhere"], text => Assert.DoesNotContain(text, content, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task OfflineTimestamp_InSecondsInOneExportAndMillisecondsInTheOther_IsOnePlay()
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2018-06-01T08:00:00Z", 1_000).With("offline_timestamp", 1_527_839_000_123)));
        await world.ImportAsync(world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2018-06-01T08:00:00Z", 1_000).With("offline_timestamp", 1_527_839_000)));
        Assert.Single(world.Rows());
    }

    [Fact]
    public async Task Endsong_UnsortedAndSplitAnywhere_ReadsAsOneListInTheOrderOfTime()
    {
        await world.ImportAsync(
            world.WriteText("endsong_0.json", ListeningWorld.Array(ExportRow.Extended("2021-03-03T03:03:03Z", 1).AsEndsong(), ExportRow.Extended("2020-01-01T01:01:01Z", 1).AsEndsong())),
            world.WriteText("endsong_1.json", ListeningWorld.Array(ExportRow.Extended("2020-02-02T02:02:02Z", 1).AsEndsong())));
        Assert.Equal([1, 2, 3], world.Rows().Select(row => row.TsUtc.Month));
    }

    [Fact]
    public async Task TruncatedLaterExport_LosesNoPlayThatAnEarlierOneHas()
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2017-01-01T00:00:00Z", 40_000), ExportRow.Extended("2017-06-01T00:00:00Z", 40_000)));
        await world.ImportAsync(world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2017-01-01T00:00:00Z", 40_000), ExportRow.Extended("2018-01-01T00:00:00Z", 40_000)));
        Assert.Equal(3, world.Rows().Count);
    }

    [Fact]
    public async Task ShortRows_RepeatedWithinAMinute_AreSeveralPlays()
    {
        var path = world.Write("StreamingHistory_music_0.json", ExportRow.Short("2024-01-15 10:03", 31_000), ExportRow.Short("2024-01-15 10:03", 31_000));
        var report = await world.ImportAsync(path);
        Assert.Equal((2, 0), (report.Counts.New, report.Counts.Repeated));
        Assert.Equal(2, world.Rows().Select(row => row.PlayId).Distinct().Count());
    }

    [Fact]
    public async Task ShortRows_OfOneMinuteInTwoPartsOfAnExport_AddUp()
    {
        await world.ImportAsync(
            world.Write("StreamingHistory0.json", ExportRow.Short("2024-01-15 10:03", 31_000)),
            world.Write("StreamingHistory1.json", ExportRow.Short("2024-01-15 10:03", 31_000), ExportRow.Short("2024-01-15 10:04", 31_000)));
        Assert.Equal(3, world.Rows().Count);
    }

    [Fact]
    public async Task ShortRows_OfTwoExports_CountByTheHigherNumberNotTheSum()
    {
        await world.ImportAsync(world.Write("a/StreamingHistory0.json", ExportRow.Short("2024-01-15 10:03", 31_000), ExportRow.Short("2024-01-15 10:03", 31_000)));
        var report = await world.ImportAsync(world.Write(
            "b/StreamingHistory_music_0.json", ExportRow.Short("2024-01-15 10:03", 31_000), ExportRow.Short("2024-01-15 10:03", 31_000), ExportRow.Short("2024-01-15 10:03", 31_000)));
        Assert.Equal((1, 2), (report.Counts.New, report.Counts.Known));
        Assert.Equal(3, world.Rows().Count);
    }

    [Fact]
    public async Task ShortRows_WhereExtendedHistoryCoversTheSpan_Yield()
    {
        var report = await world.ImportAsync(
            world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T10:03:01Z", 181_000), ExportRow.Extended("2024-01-16T00:00:00Z", 181_000)),
            world.Write("StreamingHistory_music_0.json", ExportRow.Short("2024-01-15 10:03", 181_000), ExportRow.Short("2024-02-01 00:00", 181_000, song: 2)),
            world.Write("StreamingHistory_podcast_0.json", ExportRow.ShortPodcast("2024-01-15 11:00", 1_200_000)));
        Assert.Equal((2, 3), (report.Counts[PlayOutcome.Superseded], report.Counts[PlayOutcome.Play]));
        Assert.Equal(3, world.Rows().Count(row => row.Counts));
    }

    [Fact]
    public async Task ShortRows_WhereOnlyAVideoFileCoversTheSpan_DoNotYield()
    {
        await world.ImportAsync(
            world.Write("Streaming_History_Video_2020-2025.json", ExportRow.Extended("2020-01-15T10:03:01Z", 1), ExportRow.Extended("2025-01-15T10:03:01Z", 1)),
            world.Write("StreamingHistory_music_0.json", ExportRow.Short("2024-01-15 10:03", 181_000)));
        Assert.Single(world.Rows(), row => row.Counts);
    }

    [Fact]
    public async Task ShortRows_OfEveryKind_AreToldByTheirFields()
    {
        await world.ImportAsync(
            world.Write("StreamingHistory_music_0.json", ExportRow.Short("2024-01-15 10:03", 181_000)),
            world.Write("StreamingHistory_podcast_0.json", ExportRow.ShortPodcast("2024-01-15 11:00", 60_000)),
            world.Write("StreamingHistory_audiobook_0.json", ExportRow.ShortAudiobook("2024-01-15 12:00", 60_000)));
        var rows = world.Rows();
        Assert.Equal([PlayKind.Music, PlayKind.Podcast, PlayKind.Audiobook], rows.Select(row => row.ContentKind));
        Assert.Equal(["Invented Band", "A Show", "A Writer"], rows.Select(row => row.ArtistName));
    }

    [Fact]
    public async Task ShortRows_OfAnOldExportWithPodcastsAmongMusic_AllCountAsMusic()
    {
        await world.ImportAsync(world.Write("StreamingHistory0.json", ExportRow.Short("2022-01-15 10:03", 1_200_000).With("artistName", "A Show").With("trackName", "An Episode")));
        Assert.Equal((PlayKind.Music, PlayOutcome.Play), (Assert.Single(world.Rows()).ContentKind, world.Rows()[0].Outcome));
    }

    [Fact]
    public async Task AnotherPersonsExport_InTheSameAccount_IsWarnedOf()
    {
        ExportRow[] Plays(int song, int second) =>
            [.. Enumerable.Range(0, 60).Select(minute => ExportRow.Extended($"2024-01-15T10:{minute:D2}:{second:D2}Z", 59_000, song))];
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", Plays(1, 0)));
        var report = await world.ImportAsync(world.Write("Streaming_History_Audio_2.json", Plays(2, 30)));
        Assert.Contains("another person's", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }
}
