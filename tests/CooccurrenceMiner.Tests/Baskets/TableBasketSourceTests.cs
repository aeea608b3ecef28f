using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Storage.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Baskets;

public sealed class TableBasketSourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_000)]
    public async Task Read_AnyBatches_GivesEveryBasketOnceInItsOrder(int playlists)
    {
        var world = Playlist.Random(new Random(playlists), playlists, 5_000, 60);
        using var scenario = new MinerScenario();
        var manifest = await scenario.Store.PublishBasketsAsync(world, "a", 1);
        using var table = await scenario.Store.OpenAsync(BasketTable.Name, manifest.Plan.Id, CancellationToken.None);
        var source = new TableBasketSource(table);
        Assert.Equal(playlists > 1_000, source.Batches > 2);
        var read = new List<string>();
        for (var batch = 0L; batch < source.Batches; batch += 2)
            source.Read(batch, Math.Min(batch + 2, source.Batches), (keys, popularities) => read.Add(Text(keys, popularities)));
        Assert.Equal(world.Select(playlist => playlist.ToBasket()).Select(basket => Text(basket.TrackKeys.Span, basket.Popularities.Span)), read);
    }

    private static string Text(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> popularities) => $"{Convert.ToHexString(keys)} {Convert.ToHexString(popularities)}";
}
