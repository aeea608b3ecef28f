using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Testing;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Mining;

public sealed class BasketFilesTests : IDisposable
{
    private static readonly List<Playlist> Playlists = Playlist.Random(new Random(1), 150, 80, 30);

    private readonly MinerScenario scenario = new();

    [Fact]
    public async Task Open_PartOfAKilledBuildIsThere_IsDeleted()
    {
        using var files = Files();
        var baskets = await scenario.Store.PublishBasketsAsync(Playlists, "a", 1);
        string name;
        using (var earlier = Files())
            name = (await earlier.OpenAsync(baskets.ContentSha256, CancellationToken.None)).Path;
        File.Move(name, $"{name}.0123456789abcdef.partial");
        await files.OpenAsync(baskets.ContentSha256, CancellationToken.None);
        Assert.Equal([name], Directory.GetFiles(scenario.MiningFolder));
    }

    [Fact]
    public async Task Release_FilesOfAnEarlierProcess_AreDeleted()
    {
        var baskets = await scenario.Store.PublishBasketsAsync(Playlists, "a", 1);
        using (var earlier = Files())
            await earlier.OpenAsync(baskets.ContentSha256, CancellationToken.None);
        Assert.NotEmpty(Directory.GetFiles(scenario.MiningFolder));
        using var files = Files();
        files.Release();
        Assert.Empty(Directory.GetFiles(scenario.MiningFolder));
    }

    [Fact]
    public void Release_NothingWasBuilt_DoesNothing()
    {
        using var files = Files();
        files.Release();
        Assert.False(Directory.Exists(scenario.MiningFolder));
    }

    [Fact]
    public void Build_FailsHalfway_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var source = new BrokenSource(folder.Path);
        var builder = new BasketFileBuilder(MinedWorld.Specification, 2, 1 << 24);
        Assert.Throws<InvalidDataException>(() => builder.Build(source, folder.File("a.baskets"), CancellationToken.None));
        Assert.True(source.WasWritten);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    public void Dispose() => scenario.Dispose();

    private BasketFiles Files() =>
        new(scenario.Store, scenario.MiningFolder, MinedWorld.Specification, new MiningResources(2, 1 << 24, 3), NullLogger<BasketFiles>.Instance);

    /// <summary>Fails once the file is being written.</summary>
    private sealed class BrokenSource(string folder) : IBasketSource
    {
        public bool WasWritten { get; private set; }

        public ReadOnlyMemory<byte> ContentSha256 { get; } = new byte[32];

        public long Batches => 1;

        public void Read(long firstBatch, long endBatch, BasketVisitor visit)
        {
            if (Directory.GetFiles(folder).Length > 0)
            {
                WasWritten = true;
                throw new InvalidDataException("The baskets are damaged.");
            }

            foreach (var playlist in Playlists)
            {
                var basket = playlist.ToBasket();
                visit(basket.TrackKeys.Span, basket.Popularities.Span);
            }
        }
    }
}
