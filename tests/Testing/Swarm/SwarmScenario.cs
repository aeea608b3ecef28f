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
public sealed class SwarmScenario(SwarmOptions options, Action<string> log) : IDisposable
{
    private const string Set = "set";
    private const int PieceLength = 32_768;
    private const int TrackerPort = 6_969;
    private const int PeerPort = 51_413;
    private const int MaxMissing = 7;
    private const int Done = 0;
    private const int DoneWithRefusals = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly TwoHosts hosts = new();
    private readonly Random random = new(options.Seed);
    private readonly List<Process> started = [];
    private string archive = "";
    private string? bucket;

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
            log($"{ex.Message}\n{ex.StackTrace}");
            return false;
        }
    }

    private async Task RunStepsAsync()
    {
        var names = WriteTorrent();
        StartPeer();
        await FillArchiveAsync(names);
        await NameGapsAsync(names);
        await DownloadAsync(names);
        await MendAsync(names);
        await RestoreFromBackupAsync(names);
        await SeedAsync();
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        KillDaemon(wait: true);
        hosts.Dispose();
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new InvalidOperationException(problem);
    }

    /// <summary>Copies the world's files, without its truth, and writes their .torrent file.</summary>
    private List<string> WriteTorrent()
    {
        var names = new List<string>();
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
        log($"{names.Count} files of {names.Sum(name => LengthOf(name)):N0} bytes");
        return names;
    }

    private long LengthOf(string name) => new FileInfo(Path.Combine(Originals, Set, name)).Length;

    private void StartPeer()
    {
        Start(hosts.Peer, [], ["dotnet", typeof(SwarmScenario).Assembly.Location, "tracker", TwoHosts.PeerAddress, $"{TrackerPort}"]);
        var (settings, watched) = (Directory.CreateDirectory(Path.Combine(options.Work, "peer-settings")).FullName, Directory.CreateDirectory(Path.Combine(options.Work, "watched")).FullName);
        File.WriteAllText(Path.Combine(settings, "settings.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["download-dir"] = Originals, ["watch-dir"] = watched, ["watch-dir-enabled"] = true, ["peer-port"] = PeerPort, ["dht-enabled"] = false, ["lpd-enabled"] = false,
            ["port-forwarding-enabled"] = false, ["rpc-enabled"] = false, ["speed-limit-up-enabled"] = options.PeerKBps > 0, ["speed-limit-up"] = options.PeerKBps, ["start-added-torrents"] = true,
            ["rename-partial-files"] = true, ["ratio-limit-enabled"] = false,
        }));
        // Its announcement is repeated, so that the tracker need not be up yet.
        File.Copy(Torrent, Path.Combine(watched, "set.torrent"));
        Start(hosts.Peer, [], ["transmission-daemon", "--foreground", "--config-dir", settings, "--logfile", Path.Combine(options.Work, "peer.log")]);
    }

    /// <summary>About a seventh of the bytes is missing: one file is not there, one is cut, one has a flipped byte.</summary>
    private async Task FillArchiveAsync(List<string> names)
    {
        var partial = Path.Combine(options.Work, "archived");
        var shards = names.Where(name => name.EndsWith(".jsonl.zst", StringComparison.Ordinal)).ToList();
        Require(shards.Count >= 3, "The world needs three shards.");
        foreach (var name in names.Where(name => name != shards[0]))
        {
            var bytes = File.ReadAllBytes(Path.Combine(Originals, Set, name));
            if (name == shards[1])
                bytes = bytes[..(bytes.Length / 2)];
            if (name == shards[2])
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

        bucket = (await OutputAsync(hosts.Acquirer, [], "bash", "-c", $"export SERVERS_HOME={options.Work}/servers; eval \"$({options.Servers} up gcs)\" >&2; echo $STORAGE_EMULATOR_HOST")).Trim();
        archive = "gs://archive/set-2025-07";
        var script = new StringBuilder($"set -e; curl -sf -X POST -H 'Content-Type: application/json' -d '{{\"name\":\"archive\"}}' '{bucket}/storage/v1/b?project=p' >/dev/null\n");
        foreach (var path in Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories))
            script.AppendLine(CultureInfo.InvariantCulture, $"curl -sf -X POST -H 'Content-Type: application/octet-stream' --data-binary '@{path}' '{bucket}/upload/storage/v1/b/archive/o?uploadType=media&name={Uri.EscapeDataString("set-2025-07/" + Path.GetRelativePath(partial, path))}' >/dev/null");
        await OutputAsync(hosts.Acquirer, [], "bash", "-c", script.ToString());
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

    /// <summary>The restore names the three files that the archive lacks, and no other.</summary>
    private async Task NameGapsAsync(List<string> names)
    {
        var (exitCode, output) = await RunAsync("acquire", "--no-peers", "--json");
        Require(exitCode == 1, $"The restore of an archive with gaps ended with {exitCode}: {output}");
        using var report = JsonDocument.Parse(output);
        var gaps = report.RootElement.GetProperty("gaps").GetProperty(Set);
        var missing = gaps.GetProperty("files").EnumerateArray().Select(name => name.GetString()).ToList();
        // Beside the three shards, files that share a piece with one of them.
        var shards = names.Where(name => name.EndsWith(".jsonl.zst", StringComparison.Ordinal)).Take(3).Select(name => $"{Set}/{name}").ToList();
        Require(shards.TrueForAll(missing.Contains) && missing.Count <= MaxMissing, $"The gaps are {gaps}.");
        var bytes = gaps.GetProperty("bytes").GetInt64();
        log($"archive lacks {missing.Count} files, {gaps.GetProperty("pieces").GetInt32():N0} pieces, {bytes:N0} of {names.Sum(LengthOf):N0} bytes");
    }

    /// <summary>The platform downloads, announces and processes, and is killed; at the end its tables are those of a run on the peer's files.</summary>
    private async Task DownloadAsync(List<string> names)
    {
        string[] run = ["run", "--until-idle", "--port", "0", "--grpc-port", "0", "--data", Store];
        for (var kill = 0; kill < options.Kills; kill++)
        {
            using var platform = Start(hosts.Acquirer, Environment(), ["dotnet", options.Platform, .. run, "--input", Destination]);
            await Task.WhenAny(platform.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 7))));
            if (platform.HasExited)
                break;
            if (kill % 2 == 1)
            {
                KillDaemon(wait: false);
                await Task.WhenAny(platform.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 4)));
            }

            if (!platform.HasExited)
                platform.Kill();
            await platform.WaitForExitAsync();
            started.Remove(platform);
        }

        var (exitCode, output) = await RunAsync(run);
        Require(exitCode is Done or DoneWithRefusals, $"The platform ended with {exitCode}: {output}");
        RequireSame(names);
        var ownStore = Path.Combine(options.Work, "own-store");
        var own = await OutputAsync(hosts.Peer, [], ["dotnet", options.Platform, "run", "--until-idle", "--port", "0", "--grpc-port", "0", "--input", Originals, "--data", ownStore]);
        var (expected, found) = (await DigestAsync(ownStore), await DigestAsync(Store));
        Require(expected == found, $"The tables differ from those of an undisturbed run.\n{expected}\n{found}\n{own}");
        log($"{options.Kills} kills; all {names.Count} files are whole, and the tables are those of an undisturbed run");
    }

    /// <summary>All but the acquirer's own records, which keep what happened to the files.</summary>
    private async Task<string> DigestAsync(string store)
    {
        using var status = JsonDocument.Parse(await OutputAsync(hosts.Peer, [], "dotnet", options.Platform, "status", "--data", store, "--digest", "--json"));
        return string.Join('\n', status.RootElement.GetProperty("digest_parts").EnumerateObject().Where(part => part.Name != "acquirer.sqlite").Select(part => $"{part.Name} {part.Value.GetString()}"));
    }

    /// <summary>Bytes flipped, a file cut, extended and swapped after completion: each is named with its file, withdrawn, and mended from the peer.</summary>
    private async Task MendAsync(List<string> names)
    {
        var shards = names.Where(name => name.EndsWith(".jsonl.zst", StringComparison.Ordinal)).Select(name => Path.Combine(Destination, Set, name)).ToList();
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

        var (exitCode, output) = await RunAsync("acquire", "verify", "--data", Store);
        Require(exitCode == 1, $"verify ended with {exitCode} on damaged files: {output}");
        foreach (var path in bad)
            Require(output.Contains($"{Path.GetRelativePath(Destination, path)} is bad", StringComparison.Ordinal), $"{path} is not named as bad: {output}");
        Require(output.Contains("5 are damaged", StringComparison.Ordinal), $"Five announced files are bad: {output}");

        (exitCode, output) = await RunAsync("acquire");
        Require(exitCode == Done, $"acquire ended with {exitCode} on damaged files: {output}");
        RequireSame(names);
        (exitCode, output) = await RunAsync("run", "--until-idle", "--port", "0", "--grpc-port", "0", "--data", Store);
        Require(exitCode is Done or DoneWithRefusals, $"The platform ended with {exitCode}: {output}");
        var (expected, found) = (await DigestAsync(Path.Combine(options.Work, "own-store")), await DigestAsync(Store));
        Require(expected == found, $"The tables differ after the repair.\n{expected}\n{found}\n{output}");
        (exitCode, output) = await RunAsync("acquire", "verify", "--data", Store);
        Require(exitCode == Done, $"verify ended with {exitCode} after the repair: {output}");
        log($"{bad.Length} files flipped, cut, extended and swapped: named, withdrawn, mended from the peer");
    }

    /// <summary>The backup that the run has made is whole: without a peer it brings every file.</summary>
    private async Task RestoreFromBackupAsync(List<string> names)
    {
        Directory.Delete(Destination, recursive: true);
        var (exitCode, output) = await RunAsync("acquire", "--no-peers");
        Require(exitCode == Done, $"The restore from the backup ended with {exitCode}: {output}");
        RequireSame(names);
        log("backup restored without a peer");
    }

    private async Task SeedAsync()
    {
        var (exitCode, output) = await RunAsync("acquire", "seed", "--for", "5s");
        Require(exitCode == Done, $"seed ended with {exitCode}: {output}");
        Require(DaemonId() is null, "The daemon runs on after seeding.");
        log("seeded until its goal, and the engine ended");
    }

    private void RequireSame(List<string> names)
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
    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var platform = Start(hosts.Acquirer, Environment(), ["dotnet", options.Platform, .. arguments, "--input", Destination], redirect: true);
        var error = platform.StandardError.ReadToEndAsync();
        var output = await platform.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await platform.WaitForExitAsync();
        started.Remove(platform);
        return (platform.ExitCode, platform.ExitCode is Done ? output : output + await error);
    }

    private async Task<string> OutputAsync(string host, Dictionary<string, string> environment, params string[] command)
    {
        using var process = Start(host, environment, command, redirect: true);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync();
        started.Remove(process);
        Require(process.ExitCode is Done or DoneWithRefusals, $"{string.Join(' ', command)} ended with {process.ExitCode}: {await error}");
        return output;
    }

    private Process Start(string host, Dictionary<string, string> environment, string[] command, bool redirect = false)
    {
        var start = TwoHosts.On(host, command);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (redirect, redirect);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        started.Add(process);
        return process;
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
