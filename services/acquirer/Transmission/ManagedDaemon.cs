using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Acquirer.Transmission;

/// <summary>
/// A transmission-daemon of the acquirer's own. It answers on the loopback interface alone, with a password that is made at each start. One that died is started again; one that
/// an acquirer left which was killed goes on, and is used.
/// </summary>
/// <param name="folder">Its settings, resume data and log.</param>
/// <param name="tryLock">Takes the lock of those that download to the folder; null while another process has it.</param>
internal sealed class ManagedDaemon(string folder, string downloads, Func<IDisposable?> tryLock, TorrentOptions options, TimeProvider time, ILogger<ManagedDaemon> logger)
    : IEndpointSource, IDisposable
{
    private const string User = "acquirer";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim starting = new(1);
    private Running? running;

    private string RunningPath => Path.Combine(folder, "running.json");

    public async Task<Endpoint> GetAsync(CancellationToken cancellationToken)
    {
        await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            running ??= ReadRunning();
            if (running is null || !IsAlive(running))
                running = await StartAsync(cancellationToken).ConfigureAwait(false);
            return new Endpoint(new Uri($"http://127.0.0.1:{running.Port}/transmission/rpc"), User, running.Password);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>
    /// Lets it write its state and say goodbye to trackers, and ends it if it takes too long; also one that a killed acquirer left and nobody uses, which would seed for ever.
    /// </summary>
    /// <param name="close">Asks it to end.</param>
    public async Task StopAsync(Func<CancellationToken, Task> close)
    {
        using var unused = running is null && File.Exists(RunningPath) ? tryLock() : null;
        if (unused is not null)
            running = ReadRunning();
        if (running is not { } daemon || !IsAlive(daemon))
            return;
        using var limit = new CancellationTokenSource(StopLimit, time);
        try
        {
            await close(limit.Token).ConfigureAwait(false);
            while (IsAlive(daemon))
                await Task.Delay(PollInterval, time, limit.Token).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException or InvalidDataException)
        {
            Log.EngineKilled(logger, ex.Message);
            Kill(daemon);
        }

        running = null;
    }

    public void Dispose() => starting.Dispose();

    private async Task<Running> StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (port, password) = (FreePort(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        WritePrivate("settings.json", Settings(port, password));
        var started = new Running(0, port, password);
        WriteRunning(started);
        var start = new ProcessStartInfo(options.Program) { UseShellExecute = false, WorkingDirectory = folder };
        foreach (var argument in new[] { "--foreground", "--config-dir", folder, "--logfile", Path.Combine(folder, "daemon.log"), "--log-error" })
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new InvalidDataException($"'{options.Program}' cannot be started: {ex.Message} Install transmission-daemon, or set {TorrentOptions.Section}:Program, or Engine=External.", ex);
        }

        started = started with { Id = process.Id };
        WriteRunning(started);
        for (var began = time.GetTimestamp(); !await AnswersAsync(port, cancellationToken).ConfigureAwait(false); await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false))
        {
            if (process.HasExited)
                throw new IOException($"The torrent engine ended with {process.ExitCode} as it was started; see {folder}/daemon.log.");
            // The next call finds it in running.json, and asks it again.
            if (time.GetElapsedTime(began) > StartLimit)
                throw new IOException($"The torrent engine does not answer {StartLimit.TotalSeconds} s after it was started; see {folder}/daemon.log.");
        }

        Log.EngineStarted(logger, options.Program, process.Id, options.PeerPort);
        return started;
    }

    private JsonObject Settings(int port, string password) => new()
    {
        ["rpc-enabled"] = true,
        ["rpc-bind-address"] = "127.0.0.1",
        ["rpc-port"] = port,
        ["rpc-authentication-required"] = true,
        ["rpc-username"] = User,
        ["rpc-password"] = password,
        ["rpc-whitelist"] = "127.0.0.1",
        ["peer-port"] = options.PeerPort,
        ["peer-limit-per-torrent"] = options.MaxPeers,
        ["port-forwarding-enabled"] = false,
        ["dht-enabled"] = options.DistributedHashTable,
        ["pex-enabled"] = true,
        ["lpd-enabled"] = false,
        // A peer does not notice that a connection over UDP is gone when this engine was killed, and refuses the next one for many minutes; the kernel ends those over TCP.
        ["utp-enabled"] = false,
        ["download-dir"] = downloads,
        ["incomplete-dir-enabled"] = false,
        // A file has its name only when it is whole.
        ["rename-partial-files"] = true,
        ["start-added-torrents"] = false,
        ["download-queue-enabled"] = false,
        ["seed-queue-enabled"] = false,
        ["ratio-limit-enabled"] = false,
        ["idle-seeding-limit-enabled"] = false,
        ["watch-dir-enabled"] = false,
        ["script-torrent-done-enabled"] = false,
        ["umask"] = 18,
    };

    private void WriteRunning(Running daemon) => WritePrivate("running.json", JsonSerializer.SerializeToNode(daemon)!);

    private void WritePrivate(string name, JsonNode content)
    {
        var path = Path.Combine(folder, name);
        if (!OperatingSystem.IsWindows())
        {
            // Before it has content: it holds the password.
            File.WriteAllBytes(path + StagedFile.Suffix, []);
            File.SetUnixFileMode(path + StagedFile.Suffix, OwnerOnly);
        }

        File.WriteAllText(path + StagedFile.Suffix, content.ToJsonString());
        File.Move(path + StagedFile.Suffix, path, overwrite: true);
    }

    private Running? ReadRunning()
    {
        try
        {
            var daemon = File.Exists(RunningPath) ? JsonSerializer.Deserialize<Running>(File.ReadAllText(RunningPath)) : null;
            return daemon is { Id: 0 } ? daemon with { Id = FindId() } : daemon;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A process of that id and of this folder: ids are used again.</summary>
    private bool IsAlive(Running daemon)
    {
        try
        {
            using var process = Process.GetProcessById(daemon.Id);
            return daemon.Id != 0 && !process.HasExited && (!File.Exists($"/proc/{daemon.Id}/cmdline") || IsOfFolder(daemon.Id));
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>The daemon of an acquirer that was killed between the start and the note of its id; 0 where there is none.</summary>
    private int FindId() => Process.GetProcesses().Select(process =>
    {
        using (process)
            return process.Id;
    }).FirstOrDefault(IsOfFolder);

    private bool IsOfFolder(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains($"\0{folder}\0", StringComparison.Ordinal);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(Running daemon)
    {
        try
        {
            using var process = Process.GetProcessById(daemon.Id);
            process.Kill();
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <param name="Id">0 until it is known.</param>
    private sealed record Running(int Id, int Port, string Password);
}
