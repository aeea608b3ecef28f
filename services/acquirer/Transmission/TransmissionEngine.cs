using System.Text.Json.Nodes;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Acquirer.Transmission;

/// <summary>transmission-daemon as the torrent engine. It is known to forget a torrent's folder after a kill -9, so what it has is compared each time a torrent is added.</summary>
/// <param name="daemon">Ended with this object; null where somebody else runs the engine.</param>
internal sealed class TransmissionEngine(TransmissionClient client, ManagedDaemon? daemon, TorrentOptions options, TimeProvider time) : ITorrentEngine, IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private const int Stopped = 0;
    private const int CheckWait = 1;
    private const int Check = 2;
    private const int Unlimited = 2;

    public async Task<bool> AddAsync(TorrentMetadata torrent, string folder, IReadOnlyCollection<int> wanted, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(wanted.Count);
        var isNew = await AddAsync(torrent, folder, cancellationToken).ConfigureAwait(false);
        if (await ReadFilesAsync(torrent, cancellationToken).ConfigureAwait(false) is { } found && found.Folder != folder)
        {
            await CallAsync("torrent_remove", torrent.InfoHash, new() { ["delete_local_data"] = false }, cancellationToken).ConfigureAwait(false);
            isNew |= await AddAsync(torrent, folder, cancellationToken).ConfigureAwait(false);
        }

        await SetAsync(torrent, [.. wanted.Order()], cancellationToken).ConfigureAwait(false);
        var (_, isWanted) = await ReadFilesAsync(torrent, cancellationToken).ConfigureAwait(false);
        var different = Enumerable.Range(0, torrent.Files.Count).Where(index => isWanted[index] != wanted.Contains(index)).ToList();
        if (different.Count > 0)
            throw new IOException($"The torrent engine did not take which files of {torrent.Name} are wanted: {different.Count} differ, such as '{torrent.Files[different[0]].Path}'.");
        return isNew;
    }

    public async Task<EngineTorrent?> FindAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        string[] fields = ["status", "pieces", "piece_count", "rate_download", "rate_upload", "peers_connected", "downloaded_ever", "uploaded_ever", "size_when_done", "error_string", "download_dir"];
        if (await GetAsync(hash, fields, cancellationToken).ConfigureAwait(false) is not { } torrent)
            return null;
        var (uploaded, size) = (Number(torrent, "uploaded_ever"), Number(torrent, "size_when_done"));
        return new EngineTorrent(
            StateOf(Number(torrent, "status")),
            BitsOf(torrent),
            Number(torrent, "rate_download"),
            Number(torrent, "rate_upload"),
            (int)Number(torrent, "peers_connected"),
            Number(torrent, "downloaded_ever"),
            uploaded,
            size > 0 ? (double)uploaded / size : 0,
            (string?)torrent["download_dir"] ?? "",
            (string?)torrent["error_string"] is { Length: > 0 } error ? TransmissionClient.Printable(error) : null);
    }

    public Task StartAsync(InfoHash hash, CancellationToken cancellationToken) => CallAsync("torrent_start_now", hash, [], cancellationToken);

    public Task StopAsync(InfoHash hash, CancellationToken cancellationToken) => CallAsync("torrent_stop", hash, [], cancellationToken);

    public async Task VerifyAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        await StopAsync(hash, cancellationToken).ConfigureAwait(false);
        await WaitUntilAsync(hash, status => status == Stopped, cancellationToken).ConfigureAwait(false);
        await CallAsync("torrent_verify", hash, [], cancellationToken).ConfigureAwait(false);
        // The engine needs a moment before it says that it verifies.
        await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        await WaitUntilAsync(hash, status => status is not (CheckWait or Check), cancellationToken).ConfigureAwait(false);
    }

    public async Task<TorrentMetadata> ResolveAsync(MagnetUri magnet, string folder, CancellationToken cancellationToken)
    {
        await client.CallAsync("torrent_add", new JsonObject { ["filename"] = UriOf(magnet), ["download_dir"] = folder, ["paused"] = false }, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var torrent = await GetAsync(magnet.InfoHash, ["metadata_percent_complete", "torrent_file"], cancellationToken).ConfigureAwait(false)
                ?? throw new IOException($"The torrent engine has forgotten the magnet URI of {magnet.InfoHash}.");
            if (torrent["metadata_percent_complete"] is JsonValue complete && complete.GetValue<double>() >= 1)
                return await ReadAsync(magnet, (string?)torrent["torrent_file"] ?? "", cancellationToken).ConfigureAwait(false);
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (daemon is null)
            return;
        await daemon.StopAsync(stop => client.CallAsync("session_close", [], stop)).ConfigureAwait(false);
        daemon.Dispose();
    }

    private async Task<TorrentMetadata> ReadAsync(MagnetUri magnet, string path, CancellationToken cancellationToken)
    {
        await StopAsync(magnet.InfoHash, cancellationToken).ConfigureAwait(false);
        if (!File.Exists(path))
            throw new InvalidDataException($"The torrent engine has the metadata of {magnet.InfoHash} in '{path}', which is not on this machine. Copy that file and name it as torrent:FILE.");
        var torrent = TorrentReader.ReadFile(path);
        return torrent.InfoHash.WireName == magnet.InfoHash.WireName ? torrent : throw new InvalidDataException($"The metadata of {magnet.InfoHash} have the info hash {torrent.InfoHash}.");
    }

    /// <returns>False where the engine had it before.</returns>
    private async Task<bool> AddAsync(TorrentMetadata torrent, string folder, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject { ["metainfo"] = Convert.ToBase64String(torrent.Original.Span), ["download_dir"] = folder, ["paused"] = true };
        var answer = await client.CallAsync("torrent_add", arguments, cancellationToken).ConfigureAwait(false);
        var added = (answer["torrent_added"] ?? answer["torrent_duplicate"]) as JsonObject;
        if ((string?)added?["hash_string"] is { } hash && hash != torrent.InfoHash.WireName)
            throw new InvalidDataException($"The torrent engine takes {torrent.Name} for {hash}, but its info hash is {torrent.InfoHash}.");
        return answer["torrent_added"] is not null;
    }

    /// <summary>An empty list would mean all files.</summary>
    private async Task SetAsync(TorrentMetadata torrent, IReadOnlyList<int> wanted, CancellationToken cancellationToken)
    {
        var unwanted = Enumerable.Range(0, torrent.Files.Count).Except(wanted).ToList();
        var settings = new JsonObject
        {
            ["files_wanted"] = Indexes(wanted),
            ["peer_limit"] = options.MaxPeers,
            ["download_limited"] = options.MaxDownloadKBps > 0,
            ["download_limit"] = options.MaxDownloadKBps,
            ["upload_limited"] = options.MaxUploadKBps > 0,
            ["upload_limit"] = options.MaxUploadKBps,
            // When seeding ends is decided here, not there.
            ["seed_ratio_mode"] = Unlimited,
            ["seed_idle_mode"] = Unlimited,
        };
        if (unwanted.Count > 0)
            settings["files_unwanted"] = Indexes(unwanted);
        await CallAsync("torrent_set", torrent.InfoHash, settings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Files are known by their index: the engine may have changed names.</summary>
    private async Task<(string Folder, IReadOnlyList<bool> IsWanted)> ReadFilesAsync(TorrentMetadata torrent, CancellationToken cancellationToken)
    {
        var found = await GetAsync(torrent.InfoHash, ["download_dir", "files", "file_stats"], cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"The torrent engine has forgotten {torrent.Name}.");
        if (found["files"] is not JsonArray files || found["file_stats"] is not JsonArray stats || files.Count != torrent.Files.Count || stats.Count != files.Count)
            throw new IOException($"The torrent engine lists other files of {torrent.Name} than its .torrent file does.");
        for (var index = 0; index < files.Count; index++)
            if (Number(files[index], "length") != torrent.Files[index].Length || (string?)files[index]?["name"] != torrent.Files[index].Path)
                throw new InvalidDataException($"The torrent engine has another name or length for '{torrent.Files[index].Path}' of {torrent.Name}.");
        return ((string?)found["download_dir"] ?? "", [.. stats.Select(file => file?["wanted"] is JsonValue wanted && wanted.GetValue<bool>())]);
    }

    private async Task WaitUntilAsync(InfoHash hash, Func<long, bool> isReached, CancellationToken cancellationToken)
    {
        while (true)
        {
            var torrent = await GetAsync(hash, ["status"], cancellationToken).ConfigureAwait(false) ?? throw new IOException($"The torrent engine has forgotten {hash}.");
            if (isReached(Number(torrent, "status")))
                return;
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JsonObject?> GetAsync(InfoHash hash, string[] fields, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("torrent_get", hash, new() { ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]) }, cancellationToken).ConfigureAwait(false);
        return answer["torrents"] is JsonArray { Count: > 0 } torrents ? torrents[0] as JsonObject : null;
    }

    private Task<JsonObject> CallAsync(string method, InfoHash hash, JsonObject arguments, CancellationToken cancellationToken)
    {
        arguments["ids"] = new JsonArray(hash.WireName);
        return client.CallAsync(method, arguments, cancellationToken);
    }

    private static JsonArray Indexes(IEnumerable<int> indexes) => [.. indexes.Select(index => (JsonNode)index)];

    private static long Number(JsonNode? node, string name) => node?[name] is JsonValue value && value.TryGetValue<double>(out var number) ? (long)number : 0;

    private static PieceBits? BitsOf(JsonObject torrent)
    {
        var text = (string?)torrent["pieces"] ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count > 0 ? PieceBits.From(bytes.AsSpan(0, count), (int)Number(torrent, "piece_count")) : null;
    }

    private static EngineState StateOf(long status) => status switch
    {
        Stopped => EngineState.Stopped,
        CheckWait or Check => EngineState.Verifying,
        3 or 4 => EngineState.Downloading,
        _ => EngineState.Seeding,
    };

    private static string UriOf(MagnetUri magnet) => string.Join(
        '&',
        [
            .. new[] { magnet.InfoHash.V1 is { } v1 ? $"xt=urn:btih:{v1}" : null, magnet.InfoHash.V2 is { } v2 ? $"xt=urn:btmh:1220{v2}" : null }.OfType<string>().Select((topic, i) => i == 0 ? $"magnet:?{topic}" : topic),
            .. magnet.Trackers.Select(tracker => $"tr={Uri.EscapeDataString(tracker)}"),
            .. magnet.Peers.Select(peer => $"x.pe={Uri.EscapeDataString(peer)}"),
        ]);
}
