using SpotifyPlatform.SampleData.Analysis;
using SpotifyPlatform.SampleData.Listening;
using SpotifyPlatform.SampleData.Metadata;
using SpotifyPlatform.SampleData.MusicBrainz;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.Truth;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData;

/// <summary>
/// Writes a small but true world of music: the catalogue in the data set's own formats, and beside it the truth that the platform
/// must find in it. Equal options write equal bytes.
/// </summary>
public sealed class SampleWorldWriter(SampleOptions options)
{
    /// <summary>Writes all files; an earlier sample world in the same folder is replaced.</summary>
    /// <param name="outDir">Made when absent.</param>
    /// <param name="progress">Told of every stage, from several threads.</param>
    /// <param name="ct">Stops between items; the files are then incomplete and <c>truth/manifest.json</c> is absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The folder holds data that is no sample world, which is left alone; or a write failed.</exception>
    public async Task<SampleSummary> WriteAsync(string outDir, IProgress<SampleProgress>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        var folders = Folders.Prepare(outDir);
        var world = new SampleWorld(options);
        var sampler = new TrackSampler(world);
        var playlists = new PlaylistFactory(world, sampler);
        var truth = new TruthFiles(world, playlists);
        var counts = new Dictionary<string, long>();
        var workers = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(Stages(world, sampler, playlists, truth, folders), workers, (stage, cancellation) =>
        {
            var counted = stage.Write(new StageClock(stage.Name, progress, cancellation));
            lock (counts)
                foreach (var (name, count) in counted)
                    counts.Add(name, count);
            return ValueTask.CompletedTask;
        });
        ManifestFile.Write(folders.Truth, world, truth, counts);
        return new(world.IdOf(truth.Showcase).ToString(), counts);
    }

    /// <summary>The longest first, so that the last to end is a short one.</summary>
    private Stage[] Stages(SampleWorld world, TrackSampler sampler, PlaylistFactory playlists, TruthFiles truth, Folders folders) =>
    [
        new("catalogue", clock => Packed(folders.Metadata, CatalogFile.Name, new CatalogFile(world).Write(folders.Metadata, clock))),
        new("playlists", clock => Packed(folders.Metadata, PlaylistsFile.Name, new PlaylistsFile(world, playlists).Write(folders.Metadata, clock))),
        new("features", clock => Packed(folders.Metadata, FeaturesFile.Name, new FeaturesFile(world).Write(folders.Metadata, clock))),
        new("audio analysis", clock => new ShardFiles(world).Write(folders.Analysis, clock)),
        new("true pairs", clock => truth.WritePairsAndSimilar(folders.Truth, clock)),
        new("musicbrainz", clock => new DumpFile(world).Write(folders.MusicBrainz, clock)),
        new("true tracks", clock => truth.WriteTracks(folders.Truth, clock)),
        new("tally", clock => Tally.Of(world, clock)),
        new("listening", clock => new HistoryFiles(world, new Listener(world, sampler)).Write(folders.Listening, clock)),
    ];

    private IReadOnlyDictionary<string, long> Packed(string folder, string name, IReadOnlyDictionary<string, long> counts)
    {
        var path = Path.Combine(folder, name);
        if (options.Compress)
            ZstdFile.Compress(path, path + ".zst");
        return counts;
    }
}
