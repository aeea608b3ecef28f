using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.Benchmarks.Catalog;

/// <summary>A measured process: extracts catalogue files as the service does, onto the embedded bus. Prints a line a stage, then its memory.</summary>
internal static class CatalogChild
{
    public static readonly (string File, FileKind Kind)[] Files =
    [
        ("spotify_clean.sqlite3", FileKind.Catalog),
        ("spotify_clean_audio_features.sqlite3", FileKind.AudioFeatures),
        ("spotify_clean_playlists.sqlite3", FileKind.Playlists),
    ];

    /// <param name="input">The folder of the databases, each plain or as <c>.zst</c>.</param>
    /// <param name="data">Bus and progress; what is there is gone on with.</param>
    /// <param name="only">One of the files, or all.</param>
    public static async Task<int> RunAsync(string input, string data, string only)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ShardExtractor:DataFolder"] = data,
            ["ShardExtractor:OutputFolder"] = Path.Combine(data, "analysis"),
            ["EventBus:Path"] = Path.Combine(data, "bus.sqlite"),
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IProgress<CatalogProgress>, StageLines>();
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
        return new() { Name = Path.GetFileName(path), Path = path, Length = bytes.Length, Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes)), Kind = kind };
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{value:F1}"));

    /// <summary>Prints the rate at which a stage ended.</summary>
    private sealed class StageLines : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value)
        {
            if (value.Done == value.Total)
                Print($"stage {value.Stage}\t{value.Total}", value.PerSecond);
        }
    }
}
