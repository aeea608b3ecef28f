using System.Diagnostics;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SampleData;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>
/// Measures this machine: runs the pipeline on parts of an invented data set in a temporary folder. A first run, which is not counted, has everything
/// compiled. Processor time is measured, because the clock also measures what else the machine does.
/// </summary>
/// <param name="folder">For the data set and the stores; on the disk that is planned for.</param>
internal sealed class Calibration(string folder, TimeSpan duration, ProgressLine line)
{
    /// <summary>So many take about the duration on two cores.</summary>
    private const int TracksPerSecond = 700;
    private const int PlaylistsPerSecond = 350;
    private const int AnalysedTracksPerSecond = 20;
    private const int DecompressedBytes = 64 << 20;

    private (double Processor, double Clock) sum;

    public async Task<MachineRates> RunAsync(CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)duration.TotalSeconds);
        line.Show("calibration: an invented data set is written");
        await WriteAsync("warm", new SampleOptions { Tracks = 300, Playlists = 200, Shards = 2, Plays = 0, TruthPairTracks = 1 }, cancellationToken);
        var (tracks, analysed) = (TracksPerSecond * seconds, AnalysedTracksPerSecond * seconds);
        await WriteAsync(
            "set",
            new SampleOptions
            {
                Tracks = tracks, Playlists = PlaylistsPerSecond * seconds, Shards = 2, ShardShare = Math.Min(1, (double)analysed / tracks), AnalysisDetail = 900, Plays = 0, TruthTracks = 1,
                TruthPairTracks = 1,
            },
            cancellationToken);
        await RunAsync("warm", [], cancellationToken);
        var start = await RunAsync("warm", [], cancellationToken);
        sum = default;
        var catalog = await RunAsync("catalog", ["metadata", "musicbrainz"], cancellationToken, without: "playlists");
        var shards = await RunAsync("shards", ["audio-analysis"], cancellationToken);
        var (baskets, entries, forecast) = await MineAsync(cancellationToken);
        var bytes = Size(Path.Combine(folder, "shards"));
        return new MachineRates(
            Environment.ProcessorCount, start.Clock, catalog.Processor / tracks, shards.Processor / bytes, baskets.Processor / entries,
            forecast.Duration.TotalSeconds * forecast.Threads / Math.Max(forecast.PairEvents, 1), DecompressionRate(), (double)Size(DataOf("catalog")) / tracks,
            (double)Size(DataOf("shards")) / bytes, (double)Size(DataOf("playlists")) / entries, (double)forecast.BasketBytes / entries,
            Math.Clamp(sum.Processor / (sum.Clock * Environment.ProcessorCount), 0.1, 1), Environment.WorkingSet);
    }

    private async Task WriteAsync(string name, SampleOptions options, CancellationToken cancellationToken) =>
        await new SampleWorldWriter(options).WriteAsync(Path.Combine(folder, name), null, cancellationToken);

    private string DataOf(string name) => Path.Combine(folder, $"{name}.store");

    /// <summary>Runs the whole pipeline on a part of the data set.</summary>
    private async Task<(double Processor, double Clock)> RunAsync(string name, string[] parts, CancellationToken cancellationToken, string? without = null)
    {
        line.Show($"calibration: {name}");
        var input = Path.Combine(folder, name);
        foreach (var part in parts)
            CopyInto(Path.Combine(folder, "set", part), Path.Combine(input, part), without);
        var data = DataFolder.Make(new DirectoryInfo(DataOf(name)));
        await using var app = PlatformHost.Build(data, input, 0, 0, requireInput: true);
        return await MeasureAsync(app, new PipelineInput(input, data.Extract), isMonitored: null, cancellationToken);
    }

    /// <summary>Makes baskets, and counts a sample of pairs.</summary>
    private async Task<((double Processor, double Clock) Baskets, long Entries, MiningForecast Forecast)> MineAsync(CancellationToken cancellationToken)
    {
        line.Show("calibration: playlists");
        var input = Path.Combine(folder, "playlists");
        CopyInto(Path.Combine(folder, "set", "metadata"), input, "features");
        var data = DataFolder.Make(new DirectoryInfo(DataOf("playlists")));
        await using var app = PlatformHost.Mining(data, input, new Dictionary<string, string?>(), planOnly: true);
        var measured = await MeasureAsync(app, new PipelineInput(input, null), group => !group.Group.Contains("cooccurrence", StringComparison.Ordinal), cancellationToken);
        var store = app.Services.GetRequiredService<TableStore>();
        var pointer = await store.FindCurrentAsync(BasketTable.Name, cancellationToken) ?? throw new CommandException("The calibration made no baskets.");
        var entries = (await store.ReadAsync(BasketTable.Name, pointer.Id, cancellationToken)).Counts[BasketTable.Entries];
        var forecast = await app.Services.GetRequiredService<Forecaster>().ForecastAsync(cancellationToken) ?? throw new CommandException("The calibration could not count pairs.");
        return (measured, entries, forecast);
    }

    private async Task<(double Processor, double Clock)> MeasureAsync(
        WebApplication app, PipelineInput input, Func<EventBus.GroupLag, bool>? isMonitored, CancellationToken cancellationToken)
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
        var measured = ((Environment.CpuUsage.TotalTime - processor).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds);
        sum = (sum.Processor + measured.Item1, sum.Clock + measured.Item2);
        return measured;
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

    private static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
