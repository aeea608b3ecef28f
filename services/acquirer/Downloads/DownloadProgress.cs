using System.Text.Json;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>The progress of a run, which is written to the destination's state folder and read there by other processes. Safe for several threads.</summary>
internal sealed class DownloadProgress(Destination destination, string cutOff, TimeProvider time, Action<DownloadStatus> onChange)
{
    public const string FileName = "status.json";
    private const int MaxBytes = 256 << 20;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<DownloadStage, DownloadStageProgress> stages =
        Enum.GetValues<DownloadStage>().Where(stage => stage != DownloadStage.Done).ToDictionary(stage => stage, stage => new DownloadStageProgress(stage, "waiting", 0, 0, ""));

    private readonly Dictionary<string, TorrentProgress> torrents = [];
    private readonly List<string> failures = [];
    private IReadOnlyList<FileProgress> files = [];
    private DownloadStage current;
    private long saved;

    /// <summary>What a process has stored; null where none has, or it cannot be read.</summary>
    public static DownloadStatus? Read(Destination destination)
    {
        try
        {
            return new FileInfo(destination.StatePath(FileName)) is { Exists: true, Length: <= MaxBytes } file
                ? JsonSerializer.Deserialize(SealedJson.Open(File.ReadAllBytes(file.FullName)), DownloadStatusContext.Default.DownloadStatus) : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidDataException or FileNotFoundException)
        {
            return null;
        }
    }

    public void Begin(DownloadStage stage, long totalBytes = 0, string detail = "")
    {
        lock (gate)
        {
            current = stage;
            if (stages.TryGetValue(stage, out var known))
                stages[stage] = known with { State = "running", Bytes = 0, TotalBytes = totalBytes, Detail = detail };
        }

        Save(force: true);
    }

    public void Add(DownloadStage stage, long bytes)
    {
        lock (gate)
            stages[stage] = stages[stage] with { Bytes = stages[stage].Bytes + bytes };
        Save(force: false);
    }

    public void End(DownloadStage stage, string detail, bool isSkipped = false)
    {
        lock (gate)
            stages[stage] = stages[stage] with { State = isSkipped ? "skipped" : "done", Detail = detail };
        Save(force: true);
    }

    public void Set(TorrentProgress torrent)
    {
        lock (gate)
            torrents[torrent.InfoHash] = torrent;
        Save(force: false);
    }

    public void SetFiles(IReadOnlyList<FileProgress> all)
    {
        lock (gate)
            files = all;
        Save(force: false);
    }

    public void Fail(string reason)
    {
        lock (gate)
            failures.Add(reason);
    }

    private void Save(bool force)
    {
        lock (gate)
        {
            if (!force && saved != 0 && time.GetElapsedTime(saved) < SaveInterval)
                return;
            saved = time.GetTimestamp();
            var status = new DownloadStatus(time.GetUtcNow(), current, cutOff, [.. stages.Values], [.. torrents.Values.OrderBy(torrent => torrent.Name, StringComparer.Ordinal)], files, [.. failures]);
            StagedFile.WriteAll(destination.StatePath(FileName), SealedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(status, DownloadStatusContext.Default.DownloadStatus)));
            onChange(status);
        }
    }
}
