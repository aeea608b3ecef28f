using System.Diagnostics;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SampleData;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>
/// Measures this machine: runs the pipeline on parts of invented data sets in a temporary folder. Each part is run twice, the first time only to have
/// everything compiled, and what a small part takes is subtracted, so that the work is measured and not the start. Processor time is measured, because
/// the clock also measures what else the machine does.
/// </summary>
/// <param name="folder">For the data sets and the stores; on the disk that is planned for.</param>
internal sealed class Calibration(string folder, TimeSpan duration, ProgressLine line)
{
    /// <summary>So many take about the duration on two cores.</summary>
    private const int TracksPerSecond = 3_000;
    private const int PlaylistsPerSecond = 80;
    private const int ShortLinesPerSecond = 500;
    private const int LongLinesPerSecond = 20;

    /// <summary>Segments in a line as long as that of a real song, and in one that is nearly all rows.</summary>
    private const int LongLine = 900;
    private const int ShortLine = 10;
    private const int DecompressedBytes = 64 << 20;

    private const string Small = "small";
    private const string Large = "large";
    private const string Songs = "songs";

    public async Task<MachineRates> RunAsync(CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)duration.TotalSeconds);
        line.Show("calibration: invented data sets are written");
        var small = new SampleOptions { Tracks = 300, Playlists = 200, Shards = 2, AnalysisDetail = ShortLine, Plays = 0, TruthTracks = 1, TruthPairTracks = 1, TruthSeeds = 0 };
        var (tracks, longLines) = (TracksPerSecond * seconds, LongLinesPerSecond * seconds);
        await WriteAsync(Small, small, cancellationToken);
        await WriteAsync(
            Large, small with { Tracks = tracks, Playlists = PlaylistsPerSecond * seconds, ShardShare = (double)ShortLinesPerSecond / TracksPerSecond, FullSizeShape = true }, cancellationToken);
        await WriteAsync(Songs, small with { Tracks = 2 * longLines, Playlists = 0, ShardShare = 0.5, AnalysisDetail = LongLine }, cancellationToken);

        var start = await RunPartAsync("start", Small, ["audio-analysis", "metadata", "musicbrainz"], cancellationToken);
        var process = ProcessBytes();
        var all = await MeasureAsync("all", Large, ["audio-analysis", "metadata", "musicbrainz"], cancellationToken);
        var catalog = await MeasureAsync("catalog", Large, ["metadata", "musicbrainz"], cancellationToken, without: "playlists");
        var rows = await MeasureAsync("rows", Large, ["audio-analysis"], cancellationToken);
        var songs = await MeasureAsync("songs", Songs, ["audio-analysis"], cancellationToken);
        await MineAsync("mining-compiled", Large, cancellationToken);
        Remove("mining-compiled");
        var (measured, entries, forecast) = await MineAsync("mining", Large, cancellationToken);
        var baskets = measured.Minus((await MineAsync("mining-small", Small, cancellationToken)).Baskets);
        var (shardByte, analysedTrack) = Solve((Size(Path.Combine(folder, "rows")), LinesOf("rows"), rows.Processor), (Size(Path.Combine(folder, "songs")), LinesOf("songs"), songs.Processor));
        return new MachineRates(
            Environment.ProcessorCount, start.Clock, catalog.Processor / tracks, shardByte, analysedTrack, baskets.Processor / entries,
            forecast.Duration.TotalSeconds * forecast.Threads / Math.Max(forecast.PairEvents, 1), DecompressionRate(), catalog.Bytes / tracks, rows.Bytes / LinesOf("rows"),
            baskets.Bytes / entries, (double)forecast.BasketBytes / entries, Math.Clamp(all.Processor / (all.Clock * Environment.ProcessorCount), 0.1, 1), process);
    }

    /// <summary>What a byte and a line take, of which two runs took together: more lines in the one, more bytes in the other.</summary>
    private static (double Byte, double Line) Solve((double Bytes, double Lines, double Seconds) lines, (double Bytes, double Lines, double Seconds) bytes)
    {
        var determinant = lines.Bytes * bytes.Lines - bytes.Bytes * lines.Lines;
        var (perByte, perLine) = ((lines.Seconds * bytes.Lines - bytes.Seconds * lines.Lines) / determinant, (lines.Bytes * bytes.Seconds - bytes.Bytes * lines.Seconds) / determinant);
        // What is measured is not exact: neither takes less than nothing.
        return perByte < 0 ? (0, lines.Seconds / lines.Lines) : perLine < 0 ? (bytes.Seconds / bytes.Bytes, 0) : (perByte, perLine);
    }

    /// <summary>Without what was needed only to write and to compile.</summary>
    private static long ProcessBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    private async Task WriteAsync(string name, SampleOptions options, CancellationToken cancellationToken) =>
        await new SampleWorldWriter(options).WriteAsync(Path.Combine(folder, "worlds", name), null, cancellationToken);

    /// <summary>The disk is the one that is planned for, and may be nearly full.</summary>
    private void Remove(string name)
    {
        Directory.Delete(Path.Combine(folder, name), recursive: true);
        Directory.Delete(DataOf(name), recursive: true);
    }

    private string DataOf(string name) => Path.Combine(folder, $"{name}.store");

    /// <summary>What a part of a data set takes beyond the same part of the small one.</summary>
    private async Task<Measured> MeasureAsync(string name, string set, string[] parts, CancellationToken cancellationToken, string? without = null)
    {
        line.Show($"calibration: {name}");
        await RunPartAsync($"{name}-compiled", set, parts, cancellationToken, without);
        Remove($"{name}-compiled");
        return (await RunPartAsync(name, set, parts, cancellationToken, without)).Minus(await RunPartAsync($"{name}-small", Small, parts, cancellationToken, without));
    }

    /// <summary>Runs the whole pipeline on a part of a data set.</summary>
    private async Task<Measured> RunPartAsync(string name, string set, string[] parts, CancellationToken cancellationToken, string? without = null)
    {
        var input = Path.Combine(folder, name);
        foreach (var part in parts)
            CopyInto(Path.Combine(folder, "worlds", set, part), Path.Combine(input, part), without);
        var data = DataFolder.Make(new DirectoryInfo(DataOf(name)));
        await using var app = PlatformHost.Build(data, input, 0, 0, requireInput: true);
        return await RunAndMeasureAsync(app, data, new PipelineInput(input, data.Extract), isMonitored: null, cancellationToken);
    }

    /// <summary>Makes baskets, and counts a sample of pairs.</summary>
    private async Task<(Measured Baskets, long Entries, MiningForecast Forecast)> MineAsync(string name, string set, CancellationToken cancellationToken)
    {
        line.Show("calibration: playlists");
        var input = Path.Combine(folder, name);
        CopyInto(Path.Combine(folder, "worlds", set, "metadata"), input, "features");
        var data = DataFolder.Make(new DirectoryInfo(DataOf(name)));
        await using var app = PlatformHost.Mining(data, input, new Dictionary<string, string?>(), planOnly: true);
        var measured = await RunAndMeasureAsync(app, data, new PipelineInput(input, null), group => !group.Group.Contains("cooccurrence", StringComparison.Ordinal), cancellationToken);
        var store = app.Services.GetRequiredService<TableStore>();
        var pointer = await store.FindCurrentAsync(BasketTable.Name, cancellationToken) ?? throw new CommandException("The calibration made no baskets.");
        var entries = (await store.ReadAsync(BasketTable.Name, pointer.Id, cancellationToken)).Counts[BasketTable.Entries];
        var forecast = await app.Services.GetRequiredService<Forecaster>().ForecastAsync(cancellationToken) ?? throw new CommandException("The calibration could not count pairs.");
        return (measured, entries, forecast);
    }

    private async Task<Measured> RunAndMeasureAsync(
        WebApplication app, DataFolder data, PipelineInput input, Func<EventBus.GroupLag, bool>? isMonitored, CancellationToken cancellationToken)
    {
        PlatformHost.ValidateOptions(app.Services);
        var (processor, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var monitor = await PipelineMonitor.BeginAsync(app.Services, input, line, cancellationToken, isMonitored);
        await app.StartAsync(cancellationToken);
        var outcome = await monitor.WaitAsync(untilIdle: true, cancellationToken);
        await app.StopAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome is null || outcome.ExitCode != ExitCode.Done)
            throw new CommandException($"The calibration failed. {outcome?.Describe() ?? string.Join(' ', PlatformHost.BackgroundFailures(app.Services))}");
        return new Measured(
            (Environment.CpuUsage.TotalTime - processor).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds, Written(data));
    }

    private static double DecompressionRate()
    {
        var text = new byte[DecompressedBytes];
        for (var i = 0; i < text.Length; i++)
            text[i] = (byte)(i * 2654435761 >> (i % 7 == 0 ? 13 : 27));
        using var packed = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(packed, leaveOpen: true))
            zstd.Write(text);
        packed.Position = 0;
        var started = Environment.CpuUsage.TotalTime;
        using (var source = ZstdStreams.Decompress(packed))
            source.CopyTo(Stream.Null);
        return DecompressedBytes / Math.Max(1e-3, (Environment.CpuUsage.TotalTime - started).TotalSeconds);
    }

    /// <summary>Copies files: what links out of an input folder is refused.</summary>
    private static void CopyInto(string from, string to, string? without)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => without is null || !file.Contains(without, StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    private double LinesOf(string name) => new FolderExtraction(DataFolder.Make(new DirectoryInfo(DataOf(name))).Extract).Entries().Sum(entry => (double)entry.Tracks);

    /// <summary>On disk: the outputs of shards are links to files of the artifact store.</summary>
    private static long Written(DataFolder data) => Size(data.Root) - (Directory.Exists(data.Extract) ? Size(data.Extract) : 0);

    private static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
