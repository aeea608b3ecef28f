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
/// Writes an invented music data set in the real formats, and beside it the answers that the platform must give. Equal
/// options write equal bytes.
/// </summary>
public sealed class SampleWorldWriter(SampleOptions options)
{
    /// <summary>Files that are written at once; it changes no byte.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Writes all files; an earlier sample world in the same folder is replaced.</summary>
    /// <param name="outDir">Created when absent.</param>
    /// <param name="progress">Receives reports of every stage, from several threads.</param>
    /// <param name="ct">Stops between items; the files are then incomplete and <c>truth/manifest.json</c> is absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="IOException">The folder holds data that is not a sample world (it is not changed), or a write failed.</exception>
    public async Task<SampleSummary> WriteAsync(string outDir, IProgress<SampleProgress>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        var folders = WorldFolders.Prepare(outDir);
        var world = new SampleWorld(options);
        var sampler = new TrackSampler(world);
        var playlists = new PlaylistFactory(world, sampler);
        var truth = new TruthFiles(world, playlists);
        var counts = new Dictionary<string, long>();
        var workers = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Workers };
        await Parallel.ForEachAsync(Stages(world, sampler, playlists, truth, folders), workers, (stage, cancellation) =>
        {
            var counted = stage.Write(new StageReporter(stage.Name, progress, cancellation));
            lock (counts)
                foreach (var (name, count) in counted)
                    counts.Add(name, count);
            return ValueTask.CompletedTask;
        });
        ManifestFile.Write(folders.Truth, world, truth, counts);
        return new(world.IdOf(truth.Showcase).ToString(), counts);
    }

    /// <summary>The longest stages first, so that no core waits for a long one at the end.</summary>
    private Stage[] Stages(SampleWorld world, TrackSampler sampler, PlaylistFactory playlists, TruthFiles truth, WorldFolders folders) =>
    [
        new("catalogue", reporter => Packed(folders.Metadata, CatalogFile.Name, new CatalogFile(world).Write(folders.Metadata, reporter))),
        new("playlists", reporter => Packed(folders.Metadata, PlaylistsFile.Name, new PlaylistsFile(world, playlists).Write(folders.Metadata, reporter))),
        new("features", reporter => Packed(folders.Metadata, FeaturesFile.Name, new FeaturesFile(world).Write(folders.Metadata, reporter))),
        new("audio analysis", reporter => new ShardFiles(world).Write(folders.Analysis, reporter)),
        new("true pairs", reporter => truth.WritePairsAndSimilar(folders.Truth, reporter)),
        new("musicbrainz", reporter => new DumpFile(world).Write(folders.MusicBrainz, reporter)),
        new("true tracks", reporter => truth.WriteTracks(folders.Truth, reporter)),
        new("counts", reporter => WorldCounts.Of(world, reporter)),
        new("listening", reporter => new HistoryFiles(world, new Listener(world, sampler)).Write(folders.Listening, reporter)),
    ];

    private IReadOnlyDictionary<string, long> Packed(string folder, string name, IReadOnlyDictionary<string, long> counts)
    {
        var path = Path.Combine(folder, name);
        if (options.Compress)
            ZstdFile.Compress(path, path + ".zst");
        return counts;
    }
}
