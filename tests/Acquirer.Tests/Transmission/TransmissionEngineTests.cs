using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Acquirer.Transmission;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Acquirer.Tests.Transmission;

/// <summary>A real transmission-daemon on this machine, without peers.</summary>
public sealed class TransmissionEngineTests : IAsyncLifetime, IDisposable
{
    private const int PieceLength = 32_768;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder root = new();
    private readonly byte[][] contents = [Bytes(1, 100_000), Bytes(2, 200_000), Bytes(3, 70_000)];
    private readonly TorrentOptions options = new() { PeerPort = 51_000 + Random.Shared.Next(2_000), DistributedHashTable = false };
    private readonly HttpClient http = new();
    private TransmissionEngine? engine;

    [SkippableFact]
    public async Task Add_SomeFiles_AreWantedAndTheOthersAreNot()
    {
        var torrent = Write(TorrentVersions.V1);
        var opened = Open();

        Assert.True(await opened.AddAsync(torrent, Data, [2, 0], None));
        Assert.False(await opened.AddAsync(torrent, Data, [1], None));
        Assert.False(await opened.AddAsync(torrent, Data, [0, 1, 2], None));

        Assert.Equal(Data, (await opened.FindAsync(torrent.InfoHash, None))!.Folder);
        // It is in another folder by now: what the engine had is forgotten, and its data stay.
        var other = Directory.CreateDirectory(root.File("other")).FullName;
        Assert.True(await opened.AddAsync(torrent, other, [0, 1, 2], None));
        Assert.Equal(other, (await opened.FindAsync(torrent.InfoHash, None))!.Folder);
        Assert.Equal(contents[0], File.ReadAllBytes(Path.Combine(Data, "set/0")));
    }

    [SkippableFact]
    public async Task Verify_DataOnTheDisk_SetsTheirPieces()
    {
        var torrent = Write(TorrentVersions.V1);
        var opened = Open();
        await opened.AddAsync(torrent, Data, [0, 1, 2], None);

        await opened.VerifyAsync(torrent.InfoHash, None);
        Assert.True((await opened.FindAsync(torrent.InfoHash, None))!.Pieces!.IsComplete);
        var damaged = (byte[])contents[1].Clone();
        damaged[50_000] ^= 1;
        File.WriteAllBytes(Path.Combine(Data, "set/1"), damaged);
        await opened.VerifyAsync(torrent.InfoHash, None);

        var look = (await opened.FindAsync(torrent.InfoHash, None))!;
        Assert.Equal([(100_000 + 50_000) / PieceLength], Enumerable.Range(0, torrent.PieceCount).Where(piece => !look.Pieces![piece]));
        Assert.Equal(EngineState.Stopped, look.State);
    }

    [SkippableFact]
    public async Task Find_AfterKills_TalksToAnEngineThatWasStartedAnew()
    {
        var torrent = Write(TorrentVersions.V1);
        var opened = Open();
        for (var round = 0; round < 3; round++)
        {
            await opened.AddAsync(torrent, Data, [0, 1, 2], None);
            await opened.VerifyAsync(torrent.InfoHash, None);
            Daemon.Kill(RunningId());
            if (await opened.FindAsync(torrent.InfoHash, None) is null)
                Assert.True(await opened.AddAsync(torrent, Data, [0, 1, 2], None));
        }

        await opened.AddAsync(torrent, Data, [0, 1, 2], None);
        await opened.VerifyAsync(torrent.InfoHash, None);
        Assert.True((await opened.FindAsync(torrent.InfoHash, None))!.Pieces!.IsComplete);
    }

    [SkippableFact]
    public async Task Open_AfterTheAcquirerWasKilled_UsesTheEngineThatItLeft()
    {
        var torrent = Write(TorrentVersions.V1);
        await Open().AddAsync(torrent, Data, [0], None);
        var id = RunningId();
        var next = Open();

        Assert.NotNull(await next.FindAsync(torrent.InfoHash, None));

        Assert.Equal(id, RunningId());
        await next.DisposeAsync();
        Assert.False(Runs(id));
    }

    [SkippableFact]
    public async Task Open_AfterAKillBeforeTheIdWasNoted_UsesTheEngineThatWasStarted()
    {
        var torrent = Write(TorrentVersions.V1);
        await Open().AddAsync(torrent, Data, [0], None);
        var id = RunningId();
        var noted = JsonNode.Parse(File.ReadAllText(root.File("engine/running.json")))!;
        noted["Id"] = 0;
        File.WriteAllText(root.File("engine/running.json"), noted.ToJsonString());
        var next = Open();

        Assert.NotNull(await next.FindAsync(torrent.InfoHash, None));

        // A start would have noted the id.
        Assert.Equal(0, RunningId());
        await next.DisposeAsync();
        Assert.False(Runs(id));
    }

    [SkippableFact]
    public async Task Dispose_OfAnAcquirerThatDidNotNeedIt_EndsTheEngineThatAKilledOneLeft()
    {
        await Open().AddAsync(Write(TorrentVersions.V1), Data, [0], None);
        var id = RunningId();

        using (FileLock.TryTake(root.File("lock")))
            await Open().DisposeAsync();
        Assert.True(Runs(id), "Another process uses it.");
        await Open().DisposeAsync();
        Assert.False(Runs(id));
    }

    [SkippableFact]
    public async Task Add_AVersionThatTheEngineCannotRead_IsRefused()
    {
        var torrent = Write(TorrentVersions.V2);

        Assert.Contains("refuses torrent_add", (await Assert.ThrowsAsync<InvalidDataException>(() => Open().AddAsync(torrent, Data, [0], None))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Start_AProgramThatIsNotThere_IsNamedWithTheRemedy()
    {
        var torrent = Write(TorrentVersions.V1);
        options.Program = "no-such-daemon";

        Assert.Contains("Install transmission-daemon", (await Assert.ThrowsAsync<InvalidDataException>(() => Open().AddAsync(torrent, Data, [0], None))).Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (engine is not null)
            await engine.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        root.Dispose();
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private string Data => root.File("data");

    /// <summary>A process that has ended keeps its id until its parent has waited for it.</summary>
    private bool Runs(int id) => File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Contains(root.Path, StringComparison.Ordinal);

    private int RunningId() => (int)JsonNode.Parse(File.ReadAllText(root.File("engine/running.json")))!["Id"]!;

    private TransmissionEngine Open()
    {
        Daemon.SkipUnlessInstalled();
        var daemon = new ManagedDaemon(root.File("engine"), Data, () => FileLock.TryTake(root.File("lock")), options, TimeProvider.System, NullLogger<ManagedDaemon>.Instance);
        return engine = new TransmissionEngine(new TransmissionClient(http, daemon, TimeSpan.FromSeconds(30), TimeProvider.System), daemon, options, TimeProvider.System);
    }

    private TorrentMetadata Write(TorrentVersions versions)
    {
        Directory.CreateDirectory(Path.Combine(Data, "set"));
        for (var i = 0; i < contents.Length; i++)
            File.WriteAllBytes(Path.Combine(Data, $"set/{i}"), contents[i]);
        return TorrentReader.Read(TorrentWriter.Write(versions, "set", PieceLength, [.. contents.Select((content, i) => TorrentContent.Of($"{i}", content))]));
    }
}
