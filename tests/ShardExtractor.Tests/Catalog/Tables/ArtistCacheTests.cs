using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

public sealed class ArtistCacheTests
{
    [Fact]
    public void Add_MoreBytesThanTheLimit_BeginsAnew()
    {
        var cache = new ArtistCache<long>(maxBytes: 1_000);
        for (var key = 1; key <= 100; key++)
        {
            cache.Add(key, new CreditedArtist(Ids.Artist(key), new byte[150], [], new byte[150]));
            Assert.True(cache.TryGet(key, out _));
            Assert.InRange(cache.Count, 1, 4);
        }
    }

    [Fact]
    public void Add_ArtistAboveTheLimit_IsKeptUntilTheNext()
    {
        var cache = new ArtistCache<long>(maxBytes: 1_000);
        var artist = new CreditedArtist(Ids.Artist(1), new byte[5_000], [], []);
        Assert.Same(artist, cache.Add(1, artist));
        Assert.True(cache.TryGet(1, out _));
        cache.Add(2, null);
        Assert.False(cache.TryGet(1, out _));
    }

    [Fact]
    public void Add_KeyThatIsNoArtist_IsKept()
    {
        var cache = new ArtistCache<long>();
        Assert.Null(cache.Add(1, null));
        Assert.True(cache.TryGet(1, out var artist));
        Assert.Null(artist);
    }
}
