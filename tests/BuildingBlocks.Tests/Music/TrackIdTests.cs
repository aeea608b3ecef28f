namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class TrackIdTests
{
    [Theory]
    [InlineData("0000000000000000000000", "0")]
    [InlineData("0000000000000000000001", "1")]
    [InlineData("000000000000000000000Z", "61")]
    [InlineData("0000000000000000000010", "62")]
    [InlineData("7N42dgm5tFLK9N8MT7fHC7", "340282366920938463463374607431768211455")]
    public void Parse_KnownText_IsTheNumberAndBack(string text, string number)
    {
        var id = TrackId.Parse(text);
        Assert.Equal(UInt128.Parse(number, System.Globalization.CultureInfo.InvariantCulture), id.Value);
        Assert.Equal(text, id.ToString());
        Assert.Equal(id, TrackId.FromKey(id.ToKey()));
    }

    [Theory]
    [InlineData("7N42dgm5tFLK9N8MT7fHC8")] // 2^128
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("000000000000000000000")]
    [InlineData("00000000000000000000000")]
    [InlineData("00000000000000000000-0")]
    [InlineData("")]
    public void TryParse_NotAnId_IsRefused(string text) => Assert.False(TrackId.TryParse(text, out TrackId _));

    [Fact]
    public void ToKey_RandomIds_SortAsTheirTextInTheAlphabet()
    {
        const string alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var random = new Random(20261121);
        var ids = Enumerable.Range(0, 500)
            .Select(_ => new TrackId(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())))
            .ToList();
        var byKey = ids.OrderBy(id => Convert.ToHexString(id.ToKey()), StringComparer.Ordinal).ToList();
        var byText = ids.OrderBy(id => string.Concat(id.ToString().Select(c => (char)('A' + alphabet.IndexOf(c, StringComparison.Ordinal)))), StringComparer.Ordinal).ToList();
        Assert.Equal(byText, byKey);
        Assert.Equal(byText, ids.Order().ToList());
        Assert.All(ids, id => Assert.Equal(id, TrackId.Parse(id.ToString())));
    }

    [Theory]
    [InlineData("spotify:track:6rqhFgbbKwnb9MLmUQDhG6")]
    [InlineData("https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6?si=1234")]
    [InlineData(" 6rqhFgbbKwnb9MLmUQDhG6 ")]
    public void TryParseAny_WrittenForms_AreTheId(string text)
    {
        Assert.True(TrackId.TryParseAny(text, out var id));
        Assert.Equal("6rqhFgbbKwnb9MLmUQDhG6", id.ToString());
    }
}
