using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>The composed service, called as the consume loop calls it.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Line =
        """{"meta":{"track_id":"00AAAAAAAAAAAAAAAAAAAA","analyzer_version":"4.0.0"},"track":{"duration":1.5},"sections":[{"start":0.0}]}""";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new();
    private readonly IHost host;

    public ConsumerTests()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ShardExtractor:DataFolder"] = folder.File("data"),
            ["ShardExtractor:OutputFolder"] = folder.File("out"),
            ["ShardExtractor:Extraction:FreeRefusedLines"] = "0",
            ["Artifacts:Folder"] = folder.File("artifacts"),
            ["Artifacts:InputFolder"] = folder.Path,
        });
        builder.Services.AddSingleton<IEventPublisher>(bus);
        builder.AddEngines();
        builder.AddShardExtractor();
        host = builder.Build();
    }

    [Fact]
    public async Task Handle_ShardChangedAndChangedBack_AnnouncesThreeStatements()
    {
        var other = Line.Replace("1.5", "2.5", StringComparison.Ordinal);
        foreach (var (line, revision) in new[] { (Line, 0), (other, 1), (Line, 2) })
        {
            var message = Shard(line + "\n");
            message.Revision = revision;
            Assert.Null(await HandleAsync(message));
        }

        var extracted = bus.Shards.OrderBy(shard => shard.Revision).ToList();
        Assert.Equal([0, 1, 2], extracted.Select(shard => shard.Revision));
        Assert.Equal(0, bus.Replayed);
        Assert.Equal(extracted[0].Tracks.File.Sha256, extracted[2].Tracks.File.Sha256);
        Assert.NotEqual(extracted[0].Tracks.File.Sha256, extracted[1].Tracks.File.Sha256);
    }

    [Fact]
    public async Task Handle_OlderStatementThatComesAgain_IsNeitherExtractedNorRefused()
    {
        var older = Shard(Line + "\n");
        older.Revision = 1;
        Assert.Null(await HandleAsync(older));
        var newer = Shard(Line.Replace("1.5", "2.5", StringComparison.Ordinal) + "\n");
        newer.Revision = 2;
        Assert.Null(await HandleAsync(newer));

        Assert.Null(await HandleAsync(older));

        Assert.Equal([1, 2], bus.Shards.Select(shard => shard.Revision).Order());
        Assert.Equal(0, bus.Replayed);
    }

    [Fact]
    public async Task Handle_ShardTwice_AnnouncesTheSameArtifactsTwice()
    {
        var message = Shard(Line + "\n");

        Assert.Null(await HandleAsync(message));
        Assert.Null(await HandleAsync(message));

        var extracted = Assert.Single(bus.Shards);
        Assert.Equal(1, bus.Replayed);
        Assert.Equal(("00", 1L, 1L, message.File.Length, 0L),
            (extracted.Shard, extracted.Tracks.Rows, extracted.Sections.Rows, extracted.InputLength, extracted.QuarantinedLines));
        Assert.Equal(message.File.Sha256, extracted.InputSha256);
        foreach (var rows in new[] { extracted.Tracks, extracted.Sections })
        {
            Assert.True(ArtifactReference.TryRead(rows.File, out var reference, out _));
            using var file = await host.Services.GetRequiredService<ILocalArtifacts>().FetchAsync(reference, CancellationToken.None);
            Assert.Equal(reference.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file.Path))));
        }
    }

    [Fact]
    public async Task Handle_ShardCutShort_IsRefusedWithReasonAndRemedy()
    {
        var message = Shard(string.Concat(Enumerable.Repeat(Line + "\n", 3)), cut: 4);

        var refusal = await HandleAsync(message);

        Assert.Equal("shard_truncated", refusal?.Reason);
        Assert.Contains(message.Name, refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(bus.Published);
    }

    [Fact]
    public async Task Handle_FileChangedSinceItWasVerified_IsRefused()
    {
        var message = Shard(Line + "\n");
        await File.AppendAllTextAsync(folder.File("00.jsonl.zst"), "more");
        Assert.Equal("shard_changed", (await HandleAsync(message))?.Reason);
    }

    [Fact]
    public async Task Handle_EventWithoutAReference_IsRefused() =>
        Assert.Equal("bad_event", (await HandleAsync(new() { Kind = FileKind.AnalysisShard, Name = "c" }))?.Reason);

    [Fact]
    public async Task Handle_ShardOfBadLines_IsRefusedUnderTheConfiguredBound() =>
        Assert.Equal("shard_refused", (await HandleAsync(Shard("{]\n")))?.Reason);

    [Fact]
    public async Task Handle_FileGone_IsRefused()
    {
        var gone = new ArtifactReference(ArtifactKey.Parse("input/gone"), 1, new string('0', 64)).ToMessage();
        Assert.Equal("shard_missing", (await HandleAsync(new() { Kind = FileKind.AnalysisShard, Name = "00.jsonl.zst", File = gone }))?.Reason);
    }

    [Theory]
    [InlineData(FileKind.Unspecified)]
    [InlineData(FileKind.MusicbrainzDump)]
    [InlineData(FileKind.Catalog)]
    [InlineData(FileKind.AudioFeatures)]
    [InlineData(FileKind.Playlists)]
    public async Task Handle_OtherKinds_AreLeftAlone(FileKind kind)
    {
        Assert.Null(await HandleAsync(new() { Kind = kind }));
        Assert.Empty(bus.Published);
    }

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    private ArtifactKey KeyOf(string path) => ArtifactKey.Parse(InputKeys.Prefix + Path.GetRelativePath(folder.Path, path).Replace('\\', '/'));

    private Task<Refusal?> HandleAsync(FileVerified message) =>
        host.Services.GetRequiredService<FileVerifiedConsumer>().HandleAsync(message, CancellationToken.None);

    private FileVerified Shard(string lines, int cut = 0)
    {
        var path = folder.File("00.jsonl.zst");
        using (var target = ZstdStreams.Compress(File.Create(path)))
            target.Write(System.Text.Encoding.UTF8.GetBytes(lines));
        var bytes = File.ReadAllBytes(path)[..^cut];
        File.WriteAllBytes(path, bytes);
        var file = new ArtifactReference(KeyOf(path), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new() { Name = "audio-analysis/00.jsonl.zst", File = file.ToMessage(), Kind = FileKind.AnalysisShard };
    }
}
