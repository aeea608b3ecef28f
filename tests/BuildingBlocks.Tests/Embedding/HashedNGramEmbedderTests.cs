using System.Runtime.InteropServices;

namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

public sealed class HashedNGramEmbedderTests
{
    /// <summary>Expected values of an independent implementation. They must not change, because indexes contain such vectors.</summary>
    [Theory]
    [InlineData("Radiohead - Karma Police [art rock]", "D5008EBED5000E3FD5000EBFD5008EBED5008EBE00000000D5008EBED5008E3E")]
    [InlineData("椎名林檎 - 丸の内サディスティック", "ABD2C8BEABD2483EABD2C8BE00000000ABD2C83E00000000009E163FABD2C8BE")]
    [InlineData("Björk - Jóga", "2EF9E4BE2EF964BE2EF964BE2EF9643E2EF9E4BE2EF9E4BE2EF9643E2EF9E4BE")]
    public async Task Embed_KnownText_GivesTheSameBits(string text, string littleEndian) =>
        Assert.Equal(littleEndian, Convert.ToHexString(MemoryMarshal.AsBytes<float>(await EmbedAsync(new HashedNGramEmbedder(8), text))));

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1523)]
    public async Task Embed_AnyDimension_HasLengthOne(int dimensions)
    {
        var vector = await EmbedAsync(new HashedNGramEmbedder(dimensions), "Björk - Jóga [electronica]");
        Assert.Equal(dimensions, vector.Length);
        Assert.Equal(1, vector.Sum(v => (double)v * v), 1e-6);
    }

    [Fact]
    public async Task Embed_TextsAlike_AreCloserThanOthers()
    {
        var embedder = new HashedNGramEmbedder(256);
        var seed = await EmbedAsync(embedder, "Radiohead - Karma Police [art rock, alternative rock]");
        var live = await EmbedAsync(embedder, "Radiohead - Karma Police (Live) [art rock]");
        var sameArtist = await EmbedAsync(embedder, "Radiohead - No Surprises [art rock]");
        var other = await EmbedAsync(embedder, "Johann Sebastian Bach - Goldberg Variations, BWV 988: Aria [baroque]");
        Assert.True(Dot(seed, live) > Dot(seed, sameArtist));
        Assert.True(Dot(seed, sameArtist) > Dot(seed, other) + 0.2);
        Assert.InRange(Dot(seed, other), -0.2, 0.2);
    }

    [Fact]
    public async Task Embed_CaseAndPunctuation_DoNotCount()
    {
        var embedder = new HashedNGramEmbedder(64);
        Assert.Equal(await EmbedAsync(embedder, "DAFT PUNK: around the world!"), await EmbedAsync(embedder, "Daft Punk - Around, the World"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - []")]
    public async Task Embed_NoLetterOrDigit_IsZeros(string text) =>
        Assert.All(await EmbedAsync(new HashedNGramEmbedder(16), text), v => Assert.Equal(0, v));

    [Fact]
    public async Task Embed_BrokenSurrogates_AreNoLetters() =>
        Assert.Equal(await EmbedAsync(new HashedNGramEmbedder(16), "ab \ud83c cd"), await EmbedAsync(new HashedNGramEmbedder(16), "ab cd"));

    [Fact]
    public async Task Embed_NoDimensions_IsEmpty() => Assert.Empty(await EmbedAsync(new HashedNGramEmbedder(0), "anything"));

    private static async Task<float[]> EmbedAsync(HashedNGramEmbedder embedder, string text) =>
        Assert.Single(await embedder.EmbedAsync([text], CancellationToken.None));

    private static double Dot(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();
}
