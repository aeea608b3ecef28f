using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Lookup;

public sealed class TrackNameTests
{
    private const string Text = "6rqhFgbbKwnb9MLmUQDhG6";

    public static TrackId Id { get; } = TrackId.Parse(Text);

    public static IReadOnlyList<string> Written { get; } =
    [
        Text,
        $" {Text}\t",
        $"spotify:track:{Text}",
        $"spotify:track:{Text}?si=x",
        $"https://open.spotify.com/track/{Text}",
        $"https://open.spotify.com/track/{Text}?si=0123456789abcdef",
        $"https://open.spotify.com/track/{Text}?si=x&utm_source=copy-link&context=spotify%3Aplaylist%3A{Text}&nd=1&{new string('d', 300)}",
        $"https://open.spotify.com/track/{Text}#1:02",
        $"https://open.spotify.com/intl-de/track/{Text}?si=0123456789abcdef",
        $"https://open.spotify.com/intl-pt-BR/track/{Text}",
        $"https://open.spotify.com/embed/track/{Text}?utm_source=generator",
        $"https://open.spotify.com/intl-fr/embed/track/{Text}",
        $"https://embed.spotify.com/?uri=spotify%3Atrack%3A{Text}",
        $"https://play.spotify.com/track/{Text}",
        $"http://open.spotify.com/track/{Text}",
        $"HTTPS://Open.Spotify.com/track/{Text}",
        $"open.spotify.com/track/{Text}/",
        $"<https://open.spotify.com/track/{Text}>",
    ];

    public static TheoryData<string> WrittenForms() => [.. Written];

    [Theory]
    [MemberData(nameof(WrittenForms))]
    public void Parse_WrittenForms_AreTheId(string text) => Assert.Equal(new TrackName(Id, null, null), TrackName.Parse(text));

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
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData($"https://example.com/track/{Text}")]
    [InlineData("https://open.spotify.com/track/short")]
    [InlineData("https://open.spotify.com/")]
    public void Parse_AnythingElse_IsMalformed(string? text) => Assert.Throws<MalformedNameException>(() => TrackName.Parse(text));

    [Theory]
    [InlineData($"spotify:album:{Text}", "an album")]
    [InlineData($"https://open.spotify.com/intl-de/album/{Text}?si=x", "an album")]
    [InlineData($"https://open.spotify.com/playlist/{Text}", "a playlist")]
    public void Parse_LinkToSomethingElse_SaysWhat(string text, string kind) =>
        Assert.Contains($"names {kind}, not a track", Assert.Throws<MalformedNameException>(() => TrackName.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_AVeryLongName_IsRejectedAndNotQuotedWhole() =>
        Assert.InRange(Assert.Throws<MalformedNameException>(() => TrackName.Parse(new string('x', 100_000))).Message.Length, 1, 300);
}
