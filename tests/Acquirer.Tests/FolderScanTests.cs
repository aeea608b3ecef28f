namespace SpotifyPlatform.Acquirer.Tests;

public sealed class FolderScanTests
{
    [Fact]
    public async Task Scan_ADataSet_TellsEveryKnownFileInTheOrderOfUse()
    {
        using var scenario = new ScanScenario();
        foreach (var name in new[]
        {
            "audio-analysis/0a.jsonl.zst", "audio-analysis/0A.jsonl.zst", "metadata/spotify_clean_playlists.sqlite3", "musicbrainz/mbdump.tar",
            "metadata/spotify_clean_audio_features.sqlite3.zst", "metadata/spotify_clean.sqlite3", "metadata/spotify_clean.sqlite3.zst", "notes.txt",
        })
            scenario.Write(name, name);

        await scenario.ScanAsync();

        Assert.Equal(
            [
                "metadata/spotify_clean.sqlite3", "metadata/spotify_clean_audio_features.sqlite3.zst", "musicbrainz/mbdump.tar",
                "metadata/spotify_clean_playlists.sqlite3", "audio-analysis/0A.jsonl.zst", "audio-analysis/0a.jsonl.zst",
            ],
            scenario.ToldNames);
        Assert.All(scenario.Told, file => Assert.Equal(ScanScenario.Sha256(file.File.Name), file.Sha256));
        Assert.Equal((true, 6, 1), (scenario.Status.IsComplete, scenario.Status.Published, scenario.Status.Ignored));
    }

    [Fact]
    public async Task Scan_Again_TellsNothing()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Told.Clear();

        await scenario.ScanAsync();

        Assert.Empty(scenario.Told);
        Assert.Equal((1, 0L), (scenario.Status.Unchanged, scenario.Status.BytesToHash));
    }

    [Fact]
    public async Task Scan_FileWrittenAgainWithTheSameBytes_TellsNothing()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Told.Clear();
        File.SetLastWriteTimeUtc(Path.Combine(scenario.Folder, "00.jsonl.zst"), DateTime.UnixEpoch);

        await scenario.ScanAsync();

        Assert.Empty(scenario.Told);
        Assert.Equal(1, scenario.Status.Unchanged);
    }

    [Fact]
    public async Task Scan_FileChangedAndChangedBack_IsNewWorkEachTime()
    {
        using var scenario = new ScanScenario();
        foreach (var content in new[] { "first", "other!", "first" })
        {
            scenario.Write("00.jsonl.zst", content);
            File.SetLastWriteTimeUtc(Path.Combine(scenario.Folder, "00.jsonl.zst"), DateTime.UnixEpoch.AddDays(scenario.Told.Count));
            await scenario.ScanAsync();
        }

        Assert.Equal([0, 1, 2], scenario.Told.Select(file => file.Revision));
        Assert.Equal(scenario.Told[0].Sha256, scenario.Told[2].Sha256);
    }

    [Fact]
    public async Task Scan_KilledAfterTelling_TellsTheSameAgain()
    {
        using var scenario = new ScanScenario { Fault = new IOException("The process is gone.") };
        scenario.Write("00.jsonl.zst", "rows");
        await Assert.ThrowsAsync<IOException>(scenario.ScanAsync);
        Assert.False(scenario.Status.IsComplete);
        scenario.Fault = null;

        await scenario.ScanAsync();

        Assert.Equal(2, scenario.Told.Count);
        Assert.Equal(scenario.Told[0], scenario.Told[1]);
    }

    [Fact]
    public async Task Scan_FileThatDiffersFromItsChecksum_IsRefusedWithBothHashes()
    {
        using var scenario = new ScanScenario();
        scenario.Write("a/00.jsonl.zst", "good");
        scenario.Write("a/01.jsonl.zst", "bad");
        scenario.Write("SHA256SUMS", $"{ScanScenario.Sha256("good")}  a/00.jsonl.zst\n{ScanScenario.Sha256("other")}  ./a/01.jsonl.zst\n");

        await scenario.ScanAsync();

        Assert.Equal(["a/00.jsonl.zst"], scenario.ToldNames);
        var refused = Assert.Single(scenario.Status.Refused);
        Assert.Equal("a/01.jsonl.zst", refused.Name);
        Assert.Contains(ScanScenario.Sha256("bad"), refused.Reason, StringComparison.Ordinal);
        Assert.Contains(ScanScenario.Sha256("other"), refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_MalformedChecksums_NamesTheLine()
    {
        using var scenario = new ScanScenario();
        scenario.Write("SHA256SUMS", $"{ScanScenario.Sha256("x")}  a\nnonsense\n");
        var error = await Assert.ThrowsAsync<InvalidDataException>(scenario.ScanAsync);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_LinkOutOfTheFolder_IsRefused()
    {
        using var scenario = new ScanScenario();
        scenario.Write("../secret", "secret");
        scenario.Write("01.jsonl.zst", "rows");
        File.CreateSymbolicLink(Path.Combine(scenario.Folder, "00.jsonl.zst"), Path.Combine(scenario.Folder, "..", "secret"));

        await scenario.ScanAsync();

        Assert.Equal(["01.jsonl.zst"], scenario.ToldNames);
        Assert.Equal("00.jsonl.zst", Assert.Single(scenario.Status.Refused).Name);
    }
}
