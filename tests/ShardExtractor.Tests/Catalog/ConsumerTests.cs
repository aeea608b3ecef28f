using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>The composed service, called as the consume loop calls it.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Line =
        """{"meta":{"track_id":"00AAAAAAAAAAAAAAAAAAAA","analyzer_version":"4.0.0"},"track":{"duration":1.5},"sections":[{"start":0.0}]}""";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new(new());
    private readonly IHost host;

    public ConsumerTests()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ShardExtractor:DataFolder"] = folder.File("data"),
            ["ShardExtractor:OutputFolder"] = folder.File("out"),
            ["ShardExtractor:Extraction:FreeRefusedLines"] = "0",
        });
        builder.Services.AddSingleton<IEventPublisher>(bus);
        builder.AddShardExtractor();
        host = builder.Build();
    }

    [Fact]
    public async Task Handle_Shard_SaysWhereItsRowsAreAndSaysTheSameAgain()
    {
        var message = Shard(Line + "\n");

        Assert.Null(await HandleAsync(message));
        Assert.Null(await HandleAsync(message));

        var extracted = Assert.Single(bus.Shards);
        Assert.Equal(1, bus.Replayed);
        Assert.Equal(("00", 1L, 1L, message.Length, 0L),
            (extracted.Shard, extracted.Tracks.Rows, extracted.Sections.Rows, extracted.InputLength, extracted.QuarantinedLines));
        Assert.Equal(message.Sha256, extracted.InputSha256);
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(extracted.Tracks.Path)), extracted.Tracks.Sha256.ToByteArray());
        Assert.Equal(new FileInfo(extracted.Sections.Path).Length, extracted.Sections.Length);
    }

    [Fact]
    public async Task Handle_ShardCutShort_IsRefusedWithReasonAndRemedy()
    {
        var message = Shard(string.Concat(Enumerable.Repeat(Line + "\n", 3)));
        File.WriteAllBytes(message.Path, File.ReadAllBytes(message.Path)[..^4]);

        var refusal = await HandleAsync(message);

        Assert.Equal("shard_truncated", refusal?.Reason);
        Assert.Contains(message.Path, refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(bus.Published);
    }

    [Fact]
    public async Task Handle_ShardOfBadLines_IsRefusedUnderTheConfiguredBound() =>
        Assert.Equal("shard_refused", (await HandleAsync(Shard("{]\n")))?.Reason);

    [Fact]
    public async Task Handle_FileGone_IsRefused()
    {
        Assert.Equal("shard_missing", (await HandleAsync(new() { Kind = FileKind.AnalysisShard, Name = "00.jsonl.zst", Path = folder.File("00.jsonl.zst") }))?.Reason);
        Assert.Equal("catalogue_missing", (await HandleAsync(new() { Kind = FileKind.Catalog, Name = "c", Path = folder.File("c") }))?.Reason);
    }

    [Fact]
    public async Task Handle_CatalogFiles_PublishesTheirRows()
    {
        var data = new DataSet(folder.File("input"));
        var tracks = data.Tracks(connection => connection.Track(1, "Only", popularity: 3));
        var features = data.Features(_ => { });
        var playlists = data.Playlists(connection => connection.Playlist(1, 1L));

        Assert.Null(await HandleAsync(Verified(playlists, FileKind.Playlists)));
        Assert.Null(await HandleAsync(Verified(features, FileKind.AudioFeatures)));
        Assert.Null(await HandleAsync(Verified(tracks, FileKind.Catalog)));

        Assert.Equal("Only", Assert.Single(bus.Tracks).Name);
        Assert.Single(bus.Baskets);
        Assert.Equal(3, bus.Files.Count());
        Assert.Equal(3, Directory.GetFiles(folder.File("data/catalogue"), "*.sqlite3").Length);
    }

    [Fact]
    public async Task Handle_CatalogOfUnknownForm_IsRefusedWithWhatIsMissing()
    {
        var refusal = await HandleAsync(Verified(new DataSet(folder.Path).Tracks(_ => { }, "CREATE TABLE t(x)"), FileKind.Catalog));

        Assert.Equal("catalogue_schema_unknown", refusal?.Reason);
        Assert.Contains("tracks.id", refusal!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FileKind.Unspecified)]
    [InlineData(FileKind.MusicbrainzDump)]
    public async Task Handle_OtherKinds_AreLeftAlone(FileKind kind)
    {
        Assert.Null(await HandleAsync(new() { Kind = kind, Path = "/nowhere" }));
        Assert.Empty(bus.Published);
    }

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    private static FileVerified Verified(CatalogFile file, FileKind kind) => new()
    {
        Name = file.Name, Path = file.Path, Length = file.Length, Sha256 = ByteString.CopyFrom(Convert.FromHexString(file.Sha256)), Kind = kind,
    };

    private Task<Refusal?> HandleAsync(FileVerified message) =>
        host.Services.GetRequiredService<FileVerifiedConsumer>().HandleAsync(message, CancellationToken.None);

    private FileVerified Shard(string lines)
    {
        var path = folder.File("00.jsonl.zst");
        using (var target = new ZstdWriteStream(File.Create(path)))
            target.Write(System.Text.Encoding.UTF8.GetBytes(lines));
        var bytes = File.ReadAllBytes(path);
        return new()
        {
            Name = "audio-analysis/00.jsonl.zst", Path = path, Length = bytes.Length, Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes)),
            Kind = FileKind.AnalysisShard,
        };
    }
}
