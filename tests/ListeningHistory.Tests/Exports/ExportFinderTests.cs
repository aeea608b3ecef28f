using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Exports;

public sealed class ExportFinderTests : IDisposable
{
    private readonly ListeningWorld world = new();
    private readonly string row = ListeningWorld.Array(ExportRow.Extended("2024-01-15T10:03:01Z", 181_000));

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("Streaming_History_Audio_2023_1.json", true, false)]
    [InlineData("Streaming_History_Audio_2021-2022_1.json", true, false)]
    [InlineData("koito_Streaming_History_Audio_test (1).json", true, false)]
    [InlineData("Streaming_History_Video_2019-2024.json", true, true)]
    [InlineData("endsong.json", true, false)]
    [InlineData("endsong_12.json", true, false)]
    [InlineData("endvideo.json", true, true)]
    [InlineData("StreamingHistory0.json", true, false)]
    [InlineData("StreamingHistory_podcast_0.json", true, false)]
    [InlineData("ReadMeFirst_ExtendedStreamingHistory.pdf", false, false)]
    [InlineData("Playlist1.json", false, false)]
    [InlineData("weekendsong.json", false, false)]
    [InlineData("Userdata.json", false, false)]
    public void Name_OfAFile_IsKnownByItsMiddle(string name, bool known, bool video) =>
        Assert.Equal((known, video), (ExportName.IsKnown(name), ExportName.IsVideo(name)));

    [Fact]
    public async Task Zip_WithNestedFoldersAndOtherFiles_GivesItsExportFiles()
    {
        var zip = world.Zip(
            "my_spotify_data.zip", ("MyData/Spotify Extended Streaming History/Streaming_History_Audio_2024_0.json", row), ("MyData/ReadMeFirst.pdf", "%PDF"), ("MyData/Userdata.json", "{}"));
        var report = await world.ImportAsync(zip);
        Assert.Equal((1, 2L, 1L), (report.Files, report.IgnoredFiles, report.Counts.New));
    }

    [Fact]
    public async Task Zips_OfASplitExport_AreReadTogetherFromAFolder()
    {
        world.Zip("part1.zip", ("a/Streaming_History_Audio_0.json", row));
        world.Zip("part2.zip", ("a/Streaming_History_Audio_1.json", ListeningWorld.Array(ExportRow.Extended("2024-01-16T10:03:01Z", 181_000))));
        Assert.Equal(2, (await world.ImportAsync(world.InputFolder)).Counts.New);
    }

    [Fact]
    public async Task SameFile_InAZipAndInAFolder_IsKnownByItsContent()
    {
        await world.ImportAsync(world.Zip("a.zip", ("x/Streaming_History_Audio_0.json", row)));
        Assert.Equal(1, (await world.ImportAsync(world.WriteText("Streaming_History_Audio_0.json", row))).KnownFiles);
    }

    [Fact]
    public async Task File_NamedByThePerson_IsReadWhateverItsName() =>
        Assert.Equal(1, (await world.ImportAsync(world.WriteText("renamed.json", row))).Counts.New);

    [Fact]
    public async Task Folder_InWhichNothingIsKnown_IsAnError()
    {
        world.WriteText("other/Playlist1.json", "{}");
        var report = await world.ImportAsync(Path.Combine(world.InputFolder, "other"));
        Assert.Equal(("other", "nothing_found"), (Assert.Single(report.Refused).Name, report.Refused[0].Reason));
    }

    [Fact]
    public async Task Path_ThatIsNotThere_IsAnError()
    {
        var refused = await Assert.ThrowsAsync<ExportRefusedException>(() => world.ImportAsync(Path.Combine(world.InputFolder, "missing")));
        Assert.Equal("not_found", refused.Reason);
    }
}
