using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Acquirer.Sources;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>A data set from an archive with gaps and from peers.</summary>
public sealed class DataSetDownloadTests : IDisposable
{
    private const string First = "set/audio-analysis/00.jsonl.zst";
    private const string Second = "set/audio-analysis/0A.jsonl.zst";
    private const string Third = "set/audio-analysis/0a.jsonl.zst";
    private const string Database = "set/spotify_clean.sqlite3";
    private readonly DownloadScenario scenario = new();

    [Fact]
    public async Task Run_AnArchiveWithGaps_NamesThemAndDownloadsOnlyThose()
    {
        await FillArchiveAsync();

        var restored = await scenario.RunAsync(DownloadScenario.RestoreOnly);

        // The database is whole, but shares its piece with a file that is not there.
        Assert.Equal([Second, Third, "set/notes.txt", Database], restored.Gaps["set"].Files.Order(StringComparer.Ordinal));
        Assert.False(restored.IsComplete);
        Assert.Equal([(Second, 60_000L), (Database, 7L)], restored.Bad.Select(file => (file.Name, file.Length!.Value)));
        var (pieces, bytes) = (restored.Gaps["set"].Pieces, restored.Gaps["set"].Bytes);
        Assert.InRange(bytes, 90_000, 90_000 + (3 * 32_768));

        var whole = await scenario.RunAsync(DownloadScenario.Everything);

        Assert.True(whole.IsComplete);
        Assert.Empty(scenario.DifferentFiles());
        Assert.Equal(pieces, scenario.Engine.Downloaded.Count);
        Assert.False(scenario.Engine.IsStarted);
    }

    [Fact]
    public async Task Run_AfterEverythingIsDone_DoesNothing()
    {
        await scenario.RunAsync(DownloadScenario.Everything);
        scenario.Engine.Downloaded.Clear();
        var written = scenario.Files.ToDictionary(file => file.Key, file => File.GetLastWriteTimeUtc(scenario.PathOf(file.Key)));

        Assert.True((await scenario.RunAsync(DownloadScenario.Everything)).IsComplete);

        Assert.Empty(scenario.Engine.Downloaded);
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(scenario.PathOf(file.Key))));
    }

    [Fact]
    public async Task Run_Complete_IsBackedUpWithAManifestThatRestoresItWithoutPeers()
    {
        await FillArchiveAsync();
        await scenario.RunAsync(DownloadScenario.Everything);
        var key = BackupManifest.KeyOf($"{scenario.Metadata.InfoHash}");
        var manifest = await BackupManifest.ReadAsync(scenario.Archive, key, CancellationToken.None);
        var createdAt = (await scenario.Archive.FindAsync(key, CancellationToken.None))!.Value.CreatedAt;
        Directory.Delete(scenario.Folder, recursive: true);

        var report = await scenario.RunAsync(DownloadScenario.RestoreOnly);

        Assert.Equal(scenario.Files.Keys.Order(StringComparer.Ordinal), manifest.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.True(report.IsComplete);
        Assert.Empty(scenario.DifferentFiles());
        // What the operator had put into the archive is as it was, and the manifest was written once.
        Assert.Equal(60_000, (await scenario.Archive.FindAsync(Artifacts.Store.ArtifactKey.Parse("audio-analysis/0A.jsonl.zst"), CancellationToken.None))!.Value.Length);
        Assert.Equal(createdAt, (await scenario.Archive.FindAsync(key, CancellationToken.None))!.Value.CreatedAt);
    }

    [Fact]
    public async Task Run_DamageAfterCompletion_IsFoundWithFileAndPieceAndMended()
    {
        await scenario.RunAsync(DownloadScenario.Everything);
        scenario.Engine.Downloaded.Clear();
        var written = File.GetLastWriteTimeUtc(scenario.PathOf(First));
        var damaged = (byte[])scenario.Files[First].Clone();
        damaged[40_000] ^= 1;
        File.WriteAllBytes(scenario.PathOf(First), damaged);
        File.SetLastWriteTimeUtc(scenario.PathOf(First), written);
        File.WriteAllBytes(scenario.PathOf(Third), scenario.Files[Third][..50_000]);
        File.AppendAllText(scenario.PathOf(Second), "tail");

        var found = await scenario.NewProcess().VerifyAllAsync(CancellationToken.None);

        Assert.Equal([First, Second, Third, Database], found.Bad.Select(file => file.Name));
        Assert.Equal(1, Assert.Single(found.Bad[0].Pieces));
        Assert.Contains("50000 of 90000 bytes", found.Bad[2].Reason, StringComparison.Ordinal);
        Assert.All([First, Second, Third], name => Assert.Null(new VerifiedDownloads(scenario.Folder).List()[name]));
        Assert.True((await scenario.RunAsync(DownloadScenario.Everything)).IsComplete);
        Assert.Empty(scenario.DifferentFiles());
        Assert.InRange(scenario.Engine.Downloaded.Count, 2, 4);
    }

    [Fact]
    public async Task Run_WantedFilesAlone_BringsNoOthers()
    {
        scenario.Include.Add("*/00*");

        Assert.True((await scenario.RunAsync(DownloadScenario.Everything with { Backup = false })).IsComplete);

        Assert.Equal([Second, Third, "set/notes.txt", Database], scenario.DifferentFiles().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_FailuresOfSources_AreReportedAndTheNextIsAsked()
    {
        var download = scenario.NewProcess(null, Path.Combine(scenario.Folder, "gone"), $"torrent:{Path.Combine(scenario.Folder, "..", "set.torrent")}");

        var report = await download.RunAsync(DownloadScenario.Everything, CancellationToken.None);

        Assert.Contains("gone", Assert.Single(report.Failures), StringComparison.Ordinal);
        Assert.Equal((5, 5, false), (report.CompleteFiles, report.Files, report.IsComplete));
    }

    [Fact]
    public async Task Run_Progress_IsStoredForOtherProcesses()
    {
        await FillArchiveAsync();
        await scenario.RunAsync(DownloadScenario.Everything);

        var status = DownloadProgress.Read(scenario.Destination)!;

        Assert.Equal((DownloadStage.Done, 5, 5, "2025-07-31"), (status.Stage, status.CompleteFiles, status.Files.Count, status.CutOff));
        Assert.Equal((100.0, 0), (Assert.Single(status.Torrents).Percent, status.Torrents[0].MissingPieces));
        Assert.Equal(["done", "done", "done", "done", "done", "waiting"], status.Stages.Select(stage => stage.State));
        Assert.Contains(scenario.Statuses, seen => seen.Stage == DownloadStage.Download);
    }

    [Fact]
    public async Task TryLock_WhileAnotherProcessRuns_IsNull()
    {
        using var taken = scenario.NewProcess().TryLock();

        Assert.NotNull(taken);
        Assert.Null(scenario.NewProcess().TryLock());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Run_StoppedAtAnyLook_EndsTheSame()
    {
        await FillArchiveAsync();
        scenario.Engine.PiecesPerLook = 1;
        var stopped = 0;
        for (var stopAt = 1; stopAt < 12; stopAt++)
        {
            using var stop = new CancellationTokenSource();
            var left = stopAt;
            scenario.Engine.OnLook = () =>
            {
                if (--left == 0)
                    stop.Cancel();
            };
            try
            {
                await scenario.NewProcess().RunAsync(DownloadScenario.Everything, stop.Token);
            }
            catch (OperationCanceledException)
            {
                stopped++;
            }

            if (stopAt % 3 == 0)
                scenario.Engine.Forget();
        }

        Assert.True(stopped > 2);
        (scenario.Engine.OnLook, scenario.Engine.PiecesPerLook) = (() => { }, 100);
        Assert.True((await scenario.RunAsync(DownloadScenario.Everything)).IsComplete);
        Assert.Empty(scenario.DifferentFiles());
    }

    public void Dispose() => scenario.Dispose();

    /// <summary>One file whole, one cut, one with a flipped byte; two are not there.</summary>
    private async Task FillArchiveAsync()
    {
        await scenario.PutIntoArchiveAsync("audio-analysis/00.jsonl.zst", scenario.Files[First]);
        await scenario.PutIntoArchiveAsync("audio-analysis/0A.jsonl.zst", scenario.Files[Second][..60_000]);
        await scenario.PutIntoArchiveAsync("spotify_clean.sqlite3", scenario.Files[Database]);
    }
}
