using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.Benchmarks.Catalog;

/// <summary>The child process that is measured: extracts catalogue files onto the embedded bus as the service does. Prints a line per stage, then its memory.</summary>
internal static class CatalogChild
{
    public static readonly (string File, FileKind Kind)[] Files =
    [
        ("spotify_clean.sqlite3", FileKind.Catalog),
        ("spotify_clean_audio_features.sqlite3", FileKind.AudioFeatures),
        ("spotify_clean_playlists.sqlite3", FileKind.Playlists),
    ];

    /// <param name="input">The folder of the databases, each plain or as <c>.zst</c>.</param>
    /// <param name="data">The folder of bus and checkpoints; existing work is continued.</param>
    /// <param name="only">One of the files, or all.</param>
    public static async Task<int> RunAsync(string input, string data, string only)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ShardExtractor:DataFolder"] = data,
            ["ShardExtractor:OutputFolder"] = Path.Combine(data, "analysis"),
            ["Artifacts:Folder"] = Path.Combine(data, "artifacts"),
            ["Artifacts:InputFolder"] = input,
            ["EventBus:Path"] = Path.Combine(data, "bus.sqlite"),
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IProgress<CatalogProgress>, StageLines>();
        builder.AddEngines();
        builder.AddShardExtractor();
        using var host = builder.Build();
        var consumer = host.Services.GetRequiredService<FileVerifiedConsumer>();
        foreach (var (file, kind) in Files.Where(f => only is "all" || f.File == only))
            if (await consumer.HandleAsync(Verified(Path.Combine(input, file), kind), CancellationToken.None) is { } refusal)
                throw new InvalidDataException(refusal.Detail);
        Print("memory", File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Select(Kilobytes).Single() / 1024.0);
        Print("cpu", Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);
        return 0;
    }

    private static double Kilobytes(string line) => double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static FileVerified Verified(string path, FileKind kind)
    {
        path = File.Exists(path) ? path : path + ".zst";
        using var bytes = File.OpenRead(path);
        var name = Path.GetFileName(path);
        var file = new ArtifactReference(ArtifactKey.Parse(InputKeys.Prefix + name), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new() { Name = name, File = file.ToMessage(), Kind = kind };
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{value:F1}"));

    /// <summary>Prints the average rate of a finished stage.</summary>
    private sealed class StageLines : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value)
        {
            if (value.Done == value.Total)
                Print($"stage {value.Stage}\t{value.Total}", value.PerSecond);
        }
    }
}
