using System.Text.Json.Serialization;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>How far the data set is, as it is stored for <c>platform acquire status</c>.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="CutOff">The day up to which the data set knows its tracks; empty where it is not known.</param>
/// <param name="Failures">Files and sources that failed in this run.</param>
public sealed record DownloadStatus(
    DateTimeOffset UpdatedAt, DownloadStage Stage, string CutOff, IReadOnlyList<DownloadStageProgress> Stages, IReadOnlyList<TorrentProgress> Torrents, IReadOnlyList<FileProgress> Files,
    IReadOnlyList<string> Failures)
{
    public int CompleteFiles => Files.Count(file => file.IsComplete);
}

/// <summary>In this order.</summary>
public enum DownloadStage
{
    Metadata,
    Restore,
    Verification,
    Download,
    Backup,
    Seeding,
    Done,
}

/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c> or <c>skipped</c>.</param>
/// <param name="TotalBytes">0 where it is not known.</param>
public sealed record DownloadStageProgress(DownloadStage Stage, string State, long Bytes, long TotalBytes, string Detail);

/// <param name="Verified">Bytes of the wanted files in pieces that were hashed by ourselves.</param>
/// <param name="Length">Bytes of the wanted files.</param>
/// <param name="DownloadRate">Bytes a second, of late.</param>
/// <param name="SecondsLeft">At the rate of late; null where nothing arrives.</param>
/// <param name="Error">What the engine complains about.</param>
public sealed record TorrentProgress(
    string Name, string InfoHash, string State, long Verified, long Length, int MissingPieces, double Ratio, double DownloadRate, double UploadRate, int Peers, double? SecondsLeft,
    bool IsStalled, DateTimeOffset? SeedUntil, string? Error)
{
    public double Percent => Length == 0 ? 100 : 100.0 * Verified / Length;
}

public sealed record FileProgress(string Name, long Length, bool IsComplete);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DownloadStatus))]
internal sealed partial class DownloadStatusContext : JsonSerializerContext;
