namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class ArtistIdTests
{
    [Fact]
    public void Parse_Text_IsTheTrackIdsNumberAndBack()
    {
        const string text = "6rqhFgbbKwnb9MLmUQDhG6";
        var id = ArtistId.Parse(text);
        Assert.Equal(TrackId.Parse(text).Value, id.Value);
        Assert.Equal(text, id.ToString());
        Assert.Equal(id, ArtistId.FromKey(id.ToKey()));
    }

    [Fact]
    public void Parse_NotAnId_SaysWhatIs()
    {
        Assert.False(ArtistId.TryParse("ZZZZZZZZZZZZZZZZZZZZZZ", out _));
        Assert.Contains("22 characters", Assert.Throws<FormatException>(() => ArtistId.Parse("x")).Message, StringComparison.Ordinal);
    }
}
