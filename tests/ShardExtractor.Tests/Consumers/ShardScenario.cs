using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.ShardExtractor.Tests.Catalog;
using SpotifyPlatform.ShardExtractor.Tests.Support;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Tests.Consumers;

/// <summary>Shards in an input folder, and services that extract them one after the other, as processes that are started again.</summary>
internal sealed class ShardScenario : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private IHost? host;

    public ShardScenario() => Start();

    public RecordingBus Bus { get; } = new();

    public TableStore Tables => host!.Services.GetRequiredService<TableStore>();

    public IWarehouse Warehouse => host!.Services.GetRequiredService<IWarehouse>();

    public string Out => folder.File("out");

    public string Artifacts => folder.File("artifacts");

    /// <summary>Ends the service and starts it anew.</summary>
    /// <param name="crash">Kills it at a write to the artifact store or at an event.</param>
    /// <param name="settings">Of <c>ShardExtractor:Extraction</c>.</param>
    public void Start(CrashPoint? crash = null, params (string Name, string Value)[] settings)
    {
        host?.Dispose();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.File("data"),
            ["ShardExtractor:DataFolder"] = folder.File("data"),
            ["ShardExtractor:OutputFolder"] = Out,
            ["Artifacts:Folder"] = Artifacts,
            ["Artifacts:InputFolder"] = folder.Path,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>($"ShardExtractor:Extraction:{s.Name}", s.Value)));
        builder.Services.AddSingleton<IArtifactStore>(s => new CrashingArtifacts(s.GetRequiredService<FolderArtifactStore>(), crash ?? CrashPoint.Never));
        builder.Services.AddSingleton<IEventPublisher>(new CrashingPublisher(Bus, crash ?? CrashPoint.Never));
        builder.AddEngines();
        builder.AddShardExtractor();
        host = builder.Build();
    }

    /// <summary>The announcement of a shard of some lines.</summary>
    public FileVerified Verified(string shard, string lines, long revision = 0, int cut = 0)
    {
        var file = Shard.Pack(Encoding.UTF8.GetBytes(lines))[..^cut];
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        var path = Path.Combine(Directory.CreateDirectory(folder.File(sha256)).FullName, $"{shard}.jsonl.zst");
        File.WriteAllBytes(path, file);
        var key = ArtifactKey.Parse(InputKeys.Prefix + Path.GetRelativePath(folder.Path, path).Replace('\\', '/'));
        return new()
        {
            Name = $"audio-analysis/{shard}.jsonl.zst", Slot = $"shard/{shard}", Revision = revision, Kind = FileKind.AnalysisShard,
            File = new ArtifactReference(key, file.Length, sha256).ToMessage(),
        };
    }

    public Task<Refusal?> HandleAsync(FileVerified message) =>
        host!.Services.GetRequiredService<FileVerifiedConsumer>().HandleAsync(message, CancellationToken.None);

    /// <summary>What the warehouse loader does with an event.</summary>
    public Task<LoadOutcome> LoadAsync(ShardExtracted message) => Warehouse.LoadAsync(
        new ShardRows(ShardId.Parse(message.Shard), RowsOf(message.Tracks), RowsOf(message.Sections), message.Generation)
        {
            Revision = message.Revision, ExtractorVersion = message.ExtractorVersion,
        },
        CancellationToken.None);

    public async Task<IReadOnlyList<(string Track, string Rows)>> ReadAsync(ShardExtracted message)
    {
        using var table = await Tables.OpenAsync(AnalysisTable.NameOf(ShardId.Parse(message.Shard)), message.Generation, CancellationToken.None);
        table.Verify(CancellationToken.None);
        var rows = new List<(string, string)>();
        using var cursor = table.Scan();
        while (cursor.MoveNext())
            rows.Add((TrackId.FromKey(cursor.Key).ToString(), Encoding.UTF8.GetString(cursor.Value)));
        return rows;
    }

    /// <summary>The rows of the announced files: of each track its own, then those of its sections, in the order of ids.</summary>
    public async Task<IReadOnlyList<(string Track, string Rows)>> ReadFilesAsync(ShardExtracted message)
    {
        var sections = (await LinesAsync(message.Sections)).ToLookup(IdOf);
        return [.. (await LinesAsync(message.Tracks)).Select(line => (IdOf(line), line + string.Concat(sections[IdOf(line)]))).OrderBy(row => TrackId.Parse(row.Item1))];
    }

    public void Dispose()
    {
        host?.Dispose();
        folder.Dispose();
    }

    private async Task<IEnumerable<string>> LinesAsync(OutputFile file)
    {
        using var local = await host!.Services.GetRequiredService<ILocalArtifacts>().FetchAsync(RowsOf(file).File, CancellationToken.None);
        return [.. File.ReadLines(local.Path).Select(line => line + "\n")];
    }

    private static string IdOf(string line) => line["{\"spotify_id\":\"".Length..][..TrackId.TextLength];

    private static RowFile RowsOf(OutputFile file) => ArtifactReference.TryRead(file.File, out var reference, out var fault)
        ? new RowFile(reference, file.Rows)
        : throw new InvalidOperationException(fault);

    private sealed class CrashingPublisher(IEventPublisher inner, CrashPoint crash) : IEventPublisher
    {
        public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
            where TEvent : class, IMessage<TEvent> => crash.AroundAsync(() => inner.PublishAsync(topic, events, cancellationToken));
    }
}
