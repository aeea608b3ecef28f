using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.SampleData.Torrents;

namespace SpotifyPlatform.Testing.Swarm;

/// <summary>
/// A data set on two hosts: an archive that lacks a part of it is restored, the platform gets the rest from a peer and processes each file when it is whole, while it and its
/// torrent engine are killed; the whole is backed up; damage on the disk is found and mended. The outcome is that of a run on the peer's own files.
/// </summary>
public sealed class SwarmScenario : IDisposable
{
    private const string Set = "set";
    private const int PieceLength = 32_768;
    private const int TrackerPort = 6_969;
    private const int PeerPort = 51_413;
    private const int FewestShards = 3;

    /// <summary>Of the bytes that the archive lacks.</summary>
    private const double MissingShare = 0.15;

    /// <summary>Files that share a piece with one that the archive lacks.</summary>
    private const int MostNeighbours = 4;
    private const int Done = 0;
    private const int DoneWithRefusals = 3;

    /// <summary>Until a kill, at most: so many, and one more for each 100 MB.</summary>
    private const double MaxSeconds = 8;
    private const double BytesPerSecond = 1e8;
    private static readonly Dictionary<string, string> NoSettings = [];

    private readonly TwoHosts hosts = new();
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly SwarmOptions options;
    private readonly Action<string> write;
    private readonly Random random;
    private readonly HostProcesses processes;
    private readonly CancellationTokenSource downloaded = new();
    /// <summary>Of the data set's files, within its folder.</summary>
    private readonly List<string> names = [];

    /// <summary>The shards that the archive lacks: the last but one is cut there, the last has a flipped byte.</summary>
    private List<string> lacking = [];

    private string archive = "";
    private string? bucket;

    /// <param name="write">Told each step as it ends, with the seconds since the start.</param>
    public SwarmScenario(SwarmOptions options, Action<string> write)
    {
        (this.options, this.write, random) = (options, write, new Random(options.Seed));
        processes = new HostProcesses(Path.Combine(options.Work, "output"), Log);
    }

    private string Originals => Path.Combine(options.Work, "peer");

    private string Destination => Path.Combine(options.Work, "input");

    private string Torrent => Path.Combine(options.Work, "set.torrent");

    private string Store => Path.Combine(options.Work, "store");

    /// <returns>Whether everything came out right; what did not is logged.</returns>
    public async Task<bool> RunAsync()
    {
        try
        {
            await RunStepsAsync();
            return true;
        }
        catch (Exception ex) when (ex is InvalidOperationException or IOException or TimeoutException)
        {
            Log($"{ex.Message}\n{ex.StackTrace}");
            return false;
        }
    }

    private async Task RunStepsAsync()
    {
        WriteTorrent();
        StartPeer();
        await FillArchiveAsync();
        await NameGapsAsync();
        await DownloadAsync();
        await MendAsync();
        await RestoreFromBackupAsync();
        await SeedAsync();
    }

    public void Dispose()
    {
        downloaded.Cancel();
        downloaded.Dispose();
        processes.Dispose();
        KillDaemon(wait: true);
        hosts.Dispose();
    }

    private void Log(string text) => write(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:F1} s  {text}"));

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new InvalidOperationException(problem);
    }

    /// <summary>Copies the world's files, without its truth, and writes their .torrent file.</summary>
    private void WriteTorrent()
    {
        foreach (var path in Directory.EnumerateFiles(options.Input, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(options.Input, path);
            if (name.StartsWith("truth/", StringComparison.Ordinal))
                continue;
            var target = Path.Combine(Originals, Set, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
            names.Add(name);
        }

        File.WriteAllBytes(Torrent, TorrentWriter.Write(
            TorrentVersions.V1, Set, PieceLength, [.. names.Select(name => TorrentContent.OfFile(name, Path.Combine(Originals, Set, name)))], $"http://{TwoHosts.PeerAddress}:{TrackerPort}/announce"));
        Log($"{names.Count} files of {names.Sum(name => LengthOf(name)):N0} bytes");
    }

    private long LengthOf(string name) => new FileInfo(Path.Combine(Originals, Set, name)).Length;

    private void StartPeer()
    {
        processes.Start(hosts.Peer, NoSettings, "dotnet", typeof(SwarmScenario).Assembly.Location, "tracker", TwoHosts.PeerAddress, $"{TrackerPort}");
        var (settings, watched) = (Directory.CreateDirectory(Path.Combine(options.Work, "peer-settings")).FullName, Directory.CreateDirectory(Path.Combine(options.Work, "watched")).FullName);
        File.WriteAllText(Path.Combine(settings, "settings.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["download-dir"] = Originals, ["watch-dir"] = watched, ["watch-dir-enabled"] = true, ["peer-port"] = PeerPort, ["dht-enabled"] = false, ["lpd-enabled"] = false,
            ["port-forwarding-enabled"] = false, ["rpc-enabled"] = false, ["speed-limit-up-enabled"] = options.PeerKBps > 0, ["speed-limit-up"] = options.PeerKBps, ["start-added-torrents"] = true,
            ["rename-partial-files"] = true, ["ratio-limit-enabled"] = false,
        }));
        // Its announcement is repeated, so that the tracker need not be up yet.
        File.Copy(Torrent, Path.Combine(watched, "set.torrent"));
        processes.Start(hosts.Peer, NoSettings, "transmission-daemon", "--foreground", "--config-dir", settings, "--logfile", Path.Combine(options.Work, "peer.log"));
    }

    /// <summary>About a seventh of the bytes is missing: some shards are not there, one is cut, one has a flipped byte.</summary>
    private async Task FillArchiveAsync()
    {
        var partial = Path.Combine(options.Work, "archived");
        var shards = names.Where(IsShard).ToList();
        Require(shards.Count >= FewestShards, "The world needs three shards.");
        var missing = 1;
        while (missing < shards.Count - 2 && shards.Take(missing).Sum(LengthOf) + (LengthOf(shards[missing]) / 2) < MissingShare * names.Sum(LengthOf))
            missing++;
        lacking = shards[..(missing + 2)];
        foreach (var name in names.Except(lacking.Take(missing)))
        {
            var bytes = File.ReadAllBytes(Path.Combine(Originals, Set, name));
            if (name == lacking[^2])
                bytes = bytes[..(bytes.Length / 2)];
            if (name == lacking[^1])
                bytes[bytes.Length / 3] ^= 1;
            // Without the torrent's folder, as archives are made.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(partial, name))!);
            File.WriteAllBytes(Path.Combine(partial, name), bytes);
        }

        if (options.Servers is null)
        {
            archive = $"store:{Path.Combine(options.Work, "archive")}";
            await FillFolderAsync(partial);
            return;
        }

        bucket = (await OutputAsync(hosts.Acquirer, "bash", "-c", $"export SERVERS_HOME={options.Work}/servers; eval \"$({options.Servers} up gcs)\" >&2; echo $STORAGE_EMULATOR_HOST")).Trim();
        archive = "gs://archive/set-2025-07";
        var script = new StringBuilder($"set -e; curl -sf -X POST -H 'Content-Type: application/json' -d '{{\"name\":\"archive\"}}' '{bucket}/storage/v1/b?project=p' >/dev/null\n");
        foreach (var path in Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories))
            script.AppendLine(CultureInfo.InvariantCulture, $"curl -sf -X POST -H 'Content-Type: application/octet-stream' --data-binary '@{path}' '{bucket}/upload/storage/v1/b/archive/o?uploadType=media&name={Uri.EscapeDataString("set-2025-07/" + Path.GetRelativePath(partial, path))}' >/dev/null");
        await OutputAsync(hosts.Acquirer, "bash", "-c", script.ToString());
    }

    private async Task FillFolderAsync(string partial)
    {
        var store = new FolderArtifactStore(archive["store:".Length..], null, TimeProvider.System);
        foreach (var path in Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories))
        {
            using var content = File.OpenRead(path);
            await store.CreateAsync(ArtifactKey.Parse(Path.GetRelativePath(partial, path)), content, CancellationToken.None);
        }
    }

    /// <summary>The restore names the files that the archive lacks, and no other.</summary>
    private async Task NameGapsAsync()
    {
        var restored = await RunAsync("acquire", "--no-peers", "--json");
        Require(restored.ExitCode == 1, $"The restore of an archive with gaps ended with {restored}");
        using var report = JsonDocument.Parse(restored.Output);
        var gaps = report.RootElement.GetProperty("gaps").GetProperty(Set);
        var missing = gaps.GetProperty("files").EnumerateArray().Select(name => name.GetString()).ToList();
        Require(lacking.TrueForAll(name => missing.Contains($"{Set}/{name}")) && missing.Count <= lacking.Count + MostNeighbours, $"The gaps are {gaps}.");
        var bytes = gaps.GetProperty("bytes").GetInt64();
        Log($"archive lacks {missing.Count} files, {gaps.GetProperty("pieces").GetInt32():N0} pieces, {bytes:N0} of {names.Sum(LengthOf):N0} bytes");
    }

    /// <summary>The platform downloads, announces and processes, and is killed; at the end its tables are those of a run on the peer's files.</summary>
    private async Task DownloadAsync()
    {
        string[] run = ["run", "--until-idle", "--port", "0", "--grpc-port", "0", "--data", Store];
        var early = CountEarlyShardsAsync(downloaded.Token);
        var kills = 0;
        while (kills < options.Kills && await KillAsync(alsoDaemon: kills % 2 == 1, [.. run, "--input", Destination]))
            Log($"  kill {++kills} of {options.Kills}: {Progress()}");
        Log("running to the end");
        var finished = await RunAsync(run);
        await downloaded.CancelAsync();
        Require(finished.ExitCode is Done or DoneWithRefusals, $"The platform ended with {finished}");
        Log($"{await early} shards were tables while other files were missing");
        // Those that the archive has whole are there when the download begins.
        Require(await early > 0 || names.Count(IsShard) == lacking.Count, "No shard was processed while others were downloaded.");
        RequireSame();
        var ownStore = Path.Combine(options.Work, "own-store");
        var own = await OutputAsync(hosts.Peer, "dotnet", options.Platform, "run", "--until-idle", "--port", "0", "--grpc-port", "0", "--input", Originals, "--data", ownStore);
        var (expected, found) = (await DigestAsync(ownStore), await DigestAsync(Store));
        Require(expected == found, $"The tables differ from those of an undisturbed run.\n{expected}\n{found}\n{own}");
        Log($"{kills} kills; all {names.Count} files are whole, and the tables are those of an undisturbed run");
    }

    /// <returns>False where the platform ended before.</returns>
    private async Task<bool> KillAsync(bool alsoDaemon, string[] run)
    {
        var longest = MaxSeconds + (names.Sum(LengthOf) / BytesPerSecond);
        var (platform, _, error) = processes.Start(hosts.Acquirer, Environment(), ["dotnet", options.Platform, .. run]);
        var ended = await HostProcesses.EndsAsync(platform, TimeSpan.FromSeconds(0.5 + (random.NextDouble() * longest)));
        if (!ended && alsoDaemon)
        {
            KillDaemon(wait: false);
            ended = await HostProcesses.EndsAsync(platform, TimeSpan.FromSeconds(random.NextDouble() * longest / 2));
        }

        if (ended)
            Require(platform.ExitCode is Done or DoneWithRefusals, $"The platform ended with {platform.ExitCode}: {await File.ReadAllTextAsync(error)}");
        processes.Kill(platform);
        return !ended;
    }

    /// <returns>Most shards that were tables at a time when files were missing.</returns>
    private async Task<int> CountEarlyShardsAsync(CancellationToken ended)
    {
        for (var early = 0; ;)
        {
            var tables = ShardTables();
            early = NamedFiles() < names.Count ? Math.Max(early, tables) : early;
            if (ended.IsCancellationRequested)
                return early;
            await Task.Delay(TimeSpan.FromSeconds(0.2), CancellationToken.None);
        }
    }

    private string Progress() => $"{NamedFiles()} of {names.Count} files have their names, {ShardTables()} shards are tables";

    /// <summary>The missing shard has its name when it is whole.</summary>
    private int NamedFiles() => names.Count(name => File.Exists(Path.Combine(Destination, Set, name)));

    private int ShardTables() => Path.Combine(Store, "artifacts/tables") is var tables && Directory.Exists(tables)
        ? Directory.EnumerateDirectories(tables, "analysis-*").Count(table => Directory.Exists(Path.Combine(table, "pointers"))) : 0;

    private static bool IsShard(string name) => name.EndsWith(".jsonl.zst", StringComparison.Ordinal);

    /// <summary>All but the acquirer's own records, which keep what happened to the files.</summary>
    private async Task<string> DigestAsync(string store)
    {
        using var status = JsonDocument.Parse(await OutputAsync(hosts.Peer, "dotnet", options.Platform, "status", "--data", store, "--digest", "--json"));
        return string.Join('\n', status.RootElement.GetProperty("digest_parts").EnumerateObject().Where(part => part.Name != "acquirer.sqlite").Select(part => $"{part.Name} {part.Value.GetString()}"));
    }

    /// <summary>Bytes flipped, a file cut, extended and swapped after completion: each is named with its file, withdrawn, and mended from the peer.</summary>
    private async Task MendAsync()
    {
        var shards = names.Where(IsShard).Select(name => Path.Combine(Destination, Set, name)).ToList();
        var others = names.Where(name => name.StartsWith("metadata/", StringComparison.Ordinal)).Select(name => Path.Combine(Destination, Set, name)).OrderByDescending(path => new FileInfo(path).Length).ToList();
        var written = File.GetLastWriteTimeUtc(shards[0]);
        Change(shards[0], bytes => bytes[bytes.Length / 2] ^= 1);
        // As a bad disk does.
        File.SetLastWriteTimeUtc(shards[0], written);
        using (var cut = File.OpenWrite(shards[1]))
            cut.SetLength(cut.Length / 2);
        File.AppendAllText(shards[2], "behind the end");
        var (first, second) = (File.ReadAllBytes(others[0]), File.ReadAllBytes(others[1]));
        File.WriteAllBytes(others[0], second);
        File.WriteAllBytes(others[1], first);
        string[] bad = [shards[0], shards[1], shards[2], others[0], others[1]];

        var finished = await RunAsync("acquire", "verify", "--data", Store);
        Require(finished.ExitCode == 1, $"verify ended on damaged files with {finished}");
        foreach (var path in bad)
            Require(finished.Output.Contains($"{Path.GetRelativePath(Destination, path)} is bad", StringComparison.Ordinal), $"{path} is not named as bad: {finished}");
        var flipped = (names.TakeWhile(name => !IsShard(name)).Sum(LengthOf) + (LengthOf(names.First(IsShard)) / 2)) / PieceLength;
        var line = finished.Output.Split('\n').First(line => line.StartsWith(Path.GetRelativePath(Destination, shards[0]), StringComparison.Ordinal));
        Require(line.Split('(', ',', ' ', ')').Contains($"{flipped}"), $"Piece {flipped} is not named: {line}");
        Require(finished.Output.Contains("5 are damaged", StringComparison.Ordinal), $"Five announced files are bad: {finished}");

        finished = await RunAsync("acquire");
        Require(finished.ExitCode == Done, $"acquire ended on damaged files with {finished}");
        RequireSame();
        finished = await RunAsync("run", "--until-idle", "--port", "0", "--grpc-port", "0", "--data", Store);
        Require(finished.ExitCode is Done or DoneWithRefusals, $"The platform ended with {finished}");
        var (expected, found) = (await DigestAsync(Path.Combine(options.Work, "own-store")), await DigestAsync(Store));
        Require(expected == found, $"The tables differ after the repair.\n{expected}\n{found}\n{finished}");
        finished = await RunAsync("acquire", "verify", "--data", Store);
        Require(finished.ExitCode == Done, $"verify ended after the repair with {finished}");
        Log($"{bad.Length} files flipped, cut, extended and swapped: named, withdrawn, mended from the peer");
    }

    /// <summary>The backup that the run has made is whole: without a peer it brings every file.</summary>
    private async Task RestoreFromBackupAsync()
    {
        Directory.Delete(Destination, recursive: true);
        var finished = await RunAsync("acquire", "--no-peers");
        Require(finished.ExitCode == Done, $"The restore from the backup ended with {finished}");
        RequireSame();
        Log("backup restored without a peer");
    }

    private async Task SeedAsync()
    {
        var finished = await RunAsync("acquire", "seed", "--for", "5s");
        Require(finished.ExitCode == Done, $"seed ended with {finished}");
        Require(DaemonId() is null, "The daemon runs on after seeding.");
        Log("seeded until its goal, and the engine ended");
    }

    private void RequireSame()
    {
        foreach (var name in names)
            Require(
                File.Exists(Path.Combine(Destination, Set, name)) && File.ReadAllBytes(Path.Combine(Originals, Set, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Destination, Set, name))),
                $"{name} differs from the original.");
    }

    private static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["Acquirer__Download__Sources__0"] = "archive",
            ["Acquirer__Download__Sources__1"] = $"torrent:{Torrent}",
            ["Acquirer__Download__Archive"] = archive,
            ["Acquirer__Download__PollInterval"] = "00:00:00.5",
            ["Acquirer__Torrent__DistributedHashTable"] = "false",
            ["Acquirer__Torrent__SeedFor"] = "00:00:00",
            ["Acquirer__RescanInterval"] = "00:00:02",
        };
        if (bucket is not null)
            environment["STORAGE_EMULATOR_HOST"] = bucket;
        return environment;
    }

    /// <summary>A command of the platform on the acquirer's host.</summary>
    private Task<Finished> RunAsync(params string[] arguments) => processes.RunAsync(hosts.Acquirer, Environment(), ["dotnet", options.Platform, .. arguments, "--input", Destination]);

    private async Task<string> OutputAsync(string host, params string[] command)
    {
        var finished = await processes.RunAsync(host, NoSettings, command);
        Require(finished.ExitCode is Done or DoneWithRefusals, $"{string.Join(' ', command)} ended with {finished}");
        return finished.Output;
    }

    private int? DaemonId()
    {
        var path = Path.Combine(Destination, ".acquire/engine/running.json");
        if (!File.Exists(path))
            return null;
        using var running = JsonDocument.Parse(File.ReadAllText(path));
        var id = running.RootElement.GetProperty("Id").GetInt32();
        return File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Contains(options.Work, StringComparison.Ordinal) ? id : null;
    }

    private void KillDaemon(bool wait)
    {
        if (DaemonId() is not { } id)
            return;
        using var daemon = Process.GetProcessById(id);
        daemon.Kill();
        if (wait)
            daemon.WaitForExit();
    }
}
