namespace SpotifyPlatform.SampleData.Tests;

[Collection(nameof(SampleFolder))]
public sealed class DeterminismTests(SampleFolder sample) : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sample-data-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Write_SameOptions_SameBytesInEveryFile()
    {
        await new SampleWorldWriter(SampleFolder.Options).WriteAsync(root);
        Assert.Equal(SampleFolder.Digests(sample.Root), SampleFolder.Digests(root));
    }

    [Fact]
    public async Task Write_FullSizeShapeWithOneWorkerOrFour_SameBytesInEveryFile()
    {
        var options = SampleOptions.AtScale(0.00002) with { AnalysisDetail = 2, TruthTracks = 500, TruthPairTracks = 0, TruthSeeds = 50, Plays = 50 };
        await new SampleWorldWriter(options) { Workers = 1 }.WriteAsync(Path.Combine(root, "one"));
        await new SampleWorldWriter(options) { Workers = 4 }.WriteAsync(Path.Combine(root, "four"));
        Assert.Equal(SampleFolder.Digests(Path.Combine(root, "one")), SampleFolder.Digests(Path.Combine(root, "four")));
    }

    [Fact]
    public async Task Write_OverALargerWorldOfAnotherSeed_ReplacesAllFiles()
    {
        var options = new SampleOptions { Tracks = 150, Shards = 3, Playlists = 30, Plays = 300, AnalysisDetail = 4 };
        await new SampleWorldWriter(options).WriteAsync(root);
        var before = SampleFolder.Digests(root);
        await new SampleWorldWriter(options with { Shards = 2, Seed = 43 }).WriteAsync(root);
        var after = SampleFolder.Digests(root);
        Assert.Equal(before.Keys.Except([Path.Combine("audio-analysis", "00.jsonl.zst")]), after.Keys);
        Assert.All(after, file => Assert.NotEqual(before[file.Key], file.Value));
    }

    [Fact]
    public async Task Write_FolderWithOtherData_IsRefusedAndUnchanged()
    {
        var real = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "metadata")).FullName, "spotify_clean.sqlite3");
        await File.WriteAllTextAsync(real, "125 GB");
        await Assert.ThrowsAsync<IOException>(() => new SampleWorldWriter(new SampleOptions { Tracks = 10 }).WriteAsync(root));
        Assert.Equal("125 GB", await File.ReadAllTextAsync(real));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(5, 1, 3)]
    [InlineData(60, 484, 10)]
    public async Task Write_ExtremeSizes_WritesAllParts(int tracks, int shards, int playlists)
    {
        var options = new SampleOptions { Tracks = tracks, Shards = shards, Playlists = playlists, Plays = 5, AnalysisDetail = 2 };
        var summary = await new SampleWorldWriter(options).WriteAsync(root);
        Assert.Equal(tracks, summary.Counts["spotify_clean.sqlite3/tracks"]);
        Assert.Equal(shards, Directory.GetFiles(Path.Combine(root, "audio-analysis")).Length);
        Assert.Equal(playlists, summary.Counts["spotify_clean_playlists.sqlite3/playlists"]);
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNoManifest()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SampleWorldWriter(new SampleOptions { Tracks = 10 }).WriteAsync(root, ct: cancelled.Token));
        Assert.False(File.Exists(Path.Combine(root, "truth", "manifest.json")));
    }
}
