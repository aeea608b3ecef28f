using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>A process that dies just before or just after any write leaves a state from which the next one ends the same.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Extract_KilledAtEveryStep_PublishesTheSameAndNoMore(bool after)
    {
        var files = Files();
        var undisturbed = await RunAsync("undisturbed", new(new()), new(), files);
        var killed = 0;
        for (var step = 1; ; step++)
        {
            var data = $"killed-{step}";
            var steps = new Steps { DieAt = step, After = after };
            var bus = new RecordingBus(steps);
            try
            {
                await RunAsync(data, bus, steps, files);
                break;
            }
            catch (KilledException)
            {
                killed++;
            }

            await RunAsync(data, bus, steps, files);
            Assert.Equal(undisturbed.Published, bus.Published);
            Assert.Equal(Digest("undisturbed"), Digest(data));
            Directory.Delete(folder.File(data), recursive: true);
        }

        // Three ranges of tracks, two of features, two of playlists; each file ready, published as whole and done; one note.
        Assert.Equal(2 * (3 + 2 + 2) + 3 * 3 + 2, killed);
    }

    [Fact]
    public async Task Extract_ASecondTime_PublishesNothing()
    {
        var files = Files();
        var bus = new RecordingBus(new());
        await RunAsync("data", bus, new(), files);
        var before = (bus.Published.Count, Digest("data"));

        await RunAsync("data", bus, new(), files);

        Assert.Equal((before.Count, before.Item2), (bus.Published.Count, Digest("data")));
        Assert.Equal(0, bus.Replayed);
    }

    [Fact]
    public async Task Extract_StoppedBetweenRanges_GoesOnFromTheCheckpoint()
    {
        var files = Files();
        var steps = new Steps { DieAt = 4, After = true };
        var bus = new RecordingBus(steps);
        await Assert.ThrowsAsync<KilledException>(() => RunAsync("data", bus, steps, files));
        var before = bus.Published.Count;

        await RunAsync("data", bus, steps, files);

        // Step 4 is the second range's events; only they come again.
        Assert.Equal((2, 1), (before, bus.Replayed));
    }

    [Fact]
    public async Task Extract_OtherSettingsHalfWay_KeepsThoseItBeganWith()
    {
        var files = Files();
        var steps = new Steps { DieAt = 20, After = true };
        var bus = new RecordingBus(steps);
        await Assert.ThrowsAsync<KilledException>(() => RunAsync("data", bus, steps, files));
        Assert.Single(bus.Baskets);

        await RunAsync("data", bus, steps, files, new() { MaxBasketTracks = 1 });

        Assert.Equal((await RunAsync("undisturbed", new(new()), new(), files)).Published, bus.Published);
    }

    [Fact]
    public async Task Extract_Cancelled_StopsAndCanGoOn()
    {
        var files = Files();
        var bus = new RecordingBus(new());
        using (var extractor = new Extractor(folder.File("data"), bus))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => extractor.ExtractAsync(files[0], new CancellationToken(canceled: true)));

        var whole = await RunAsync("data", bus, new(), files);
        Assert.Equal((await RunAsync("undisturbed", new(new()), new(), files)).Published, whole.Published);
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
            data.Playlists(connection =>
            {
                connection.Playlist(1, 1L, 2L, "local");
                connection.Playlist(300, 40_000L);
            }),
        ];
    }

    private async Task<RecordingBus> RunAsync(string data, RecordingBus bus, Steps steps, List<CatalogFile> files, ShardExtractorOptions? options = null)
    {
        using var extractor = new Extractor(folder.File(data), bus, steps, options);
        foreach (var file in files)
            await extractor.ExtractAsync(file);
        return bus;
    }

    private (string, long) Digest(string data) => LogicalDigest.Of(folder.File($"{data}/extractor.sqlite"));
}
