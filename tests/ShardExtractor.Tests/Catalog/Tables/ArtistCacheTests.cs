using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

public sealed class ArtistCacheTests
{
    [Theory]
    [InlineData(4096, 0, true)]
    [InlineData(4096, 1, false)]
    [InlineData(1, 4096, false)]
    public void Add_Artist_KeepsItUpTo4Kibibytes(int artistBytes, int genreBytes, bool isKept)
    {
        var cache = new ArtistCache<long>();
        var artist = new CreditedArtist(Ids.Artist(1), new byte[artistBytes], [], new byte[genreBytes]);
        Assert.Same(artist, cache.Add(1, artist));
        Assert.Equal(isKept, cache.TryGet(1, out _));
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
