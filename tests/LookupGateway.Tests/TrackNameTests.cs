using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests;

public sealed class TrackNameTests
{
    [Theory]
    [InlineData("6rqhFgbbKwnb9MLmUQDhG6")]
    [InlineData("spotify:track:6rqhFgbbKwnb9MLmUQDhG6")]
    [InlineData("https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6?si=x")]
    public void Parse_SpotifyForms_AreTheId(string text) =>
        Assert.Equal(new TrackName(TrackId.Parse("6rqhFgbbKwnb9MLmUQDhG6"), null, null), TrackName.Parse(text));

    [Fact]
    public void Parse_IsrcWithHyphens_IsTheIsrc() => Assert.Equal(new TrackName(null, Isrc.Parse("USRC17607839"), null), TrackName.Parse("us-rc1-76-07839"));

    [Fact]
    public void Parse_Uuid_IsTheMbid()
    {
        const string text = "b1a9c0e9-d987-4042-ae91-78d6a3267d69";
        Assert.Equal(new TrackName(null, null, Mbid.Parse(text)), TrackName.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("spotify:album:6rqhFgbbKwnb9MLmUQDhG6")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZ")]
    public void Parse_AnythingElse_IsMalformed(string? text) => Assert.Throws<MalformedNameException>(() => TrackName.Parse(text));

    [Fact]
    public void Parse_AVeryLongName_IsRefusedAndNotRepeatedWhole() =>
        Assert.InRange(Assert.Throws<MalformedNameException>(() => TrackName.Parse(new string('x', 100_000))).Message.Length, 1, 300);
}
