using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>A process that is killed before or after any write leaves a state from which the next one gives the same result.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Extract_KilledAtEveryStep_PublishesTheSameAndNoMore()
    {
        var files = Files();
        var undisturbed = await RunAsync("undisturbed", new(), null, files);
        var killed = 0;
        for (var step = 1; ; step++)
        {
            var data = $"killed-{step}";
            var crash = new CrashPoint(step);
            var bus = new RecordingBus(crash);
            try
            {
                await RunAsync(data, bus, crash, files);
                break;
            }
            catch (CrashedException)
            {
                killed++;
            }

            await RunAsync(data, bus, crash, files);
            Assert.Equal(undisturbed.Published, bus.Published);
            Assert.Equal(Digest("undisturbed"), Digest(data));
            Directory.Delete(folder.File(data), recursive: true);
        }

        // Two effects for each of three ranges of tracks and two of features; three for each file. Each effect has a step before and one after.
        Assert.Equal(2 * (2 * (3 + 2) + 3 * 2), killed);
    }

    [Fact]
    public async Task Extract_ASecondTime_PublishesNothing()
    {
        var files = Files();
        var bus = new RecordingBus();
        await RunAsync("data", bus, null, files);
        var before = (bus.Published.Count, Digest("data"));

        await RunAsync("data", bus, null, files);

        Assert.Equal((before.Count, before.Item2), (bus.Published.Count, Digest("data")));
        Assert.Equal(0, bus.Replayed);
    }

    [Fact]
    public async Task Extract_StoppedBetweenRanges_ContinuesFromTheCheckpoint()
    {
        var files = Files();
        var crash = new CrashPoint(8);
        var bus = new RecordingBus(crash);
        await Assert.ThrowsAsync<CrashedException>(() => RunAsync("data", bus, crash, files));
        var before = bus.Published.Count;

        await RunAsync("data", bus, crash, files);

        // Step 8 is after the second range's events; only they are published again.
        Assert.Equal((2, 1), (before, bus.Replayed));
    }

    [Fact]
    public async Task Extract_Cancelled_StopsAndCanContinue()
    {
        var files = Files();
        var bus = new RecordingBus();
        using (var extractor = new Extractor(folder.File("data"), bus))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => extractor.ExtractAsync(files[0], new CancellationToken(canceled: true)));

        var whole = await RunAsync("data", bus, null, files);
        Assert.Equal((await RunAsync("undisturbed", new(), null, files)).Published, whole.Published);
    }

    public void Dispose() => folder.Dispose();

    private List<CatalogFile> Files()
    {
        var data = new DataSet(folder.File("input"));
        return
        [
            data.Tracks(connection =>
            {
                connection.Artist(1, "Artist", "pop");
                foreach (var row in (long[])[1, 2, 20_000, 20_001, 40_000])
                    connection.Track(row, $"Track {row}", isrc: row == 2 ? "junk" : null, popularity: row % 100, artists: 1);
            }),
            data.Features(connection => connection.Execute(
                $"INSERT INTO track_audio_features(rowid, track_id, energy) VALUES(1, '{Ids.Track(1)}', 0.5), (50000, '{Ids.Track(2)}', 0.25)")),
        ];
    }

    private async Task<RecordingBus> RunAsync(string data, RecordingBus bus, CrashPoint? crash, List<CatalogFile> files, ShardExtractorOptions? options = null)
    {
        using var extractor = new Extractor(folder.File(data), bus, crash, options);
        foreach (var file in files)
            await extractor.ExtractAsync(file);
        return bus;
    }

    private (string, long) Digest(string data) => LogicalDigest.Of(folder.File($"{data}/extractor.sqlite"));
}
