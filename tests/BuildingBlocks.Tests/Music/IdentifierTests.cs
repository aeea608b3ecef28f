namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("USRC17607839")]
    [InlineData("us-rc1-76-07839")]
    [InlineData("US RC1 76 07839")]
    [InlineData("ISRC US-RC1-76-07839")]
    [InlineData("ISRCUSRC17607839")]
    [InlineData("isrc: USRC17607839")]
    [InlineData("urn:isrc:us-rc1-76-07839")]
    [InlineData("US\u2010RC1\u201176\u221207839")]
    [InlineData("US\u2013RC1\u201476\u2212\u00AD07839")]
    [InlineData("US\u00A0RC1\u202F76\u00A007839")]
    [InlineData("\tUSRC17607839\r\n")]
    [InlineData("\uFEFFUSRC17607839\u200B")]
    [InlineData("USRC17607839\0")]
    [InlineData("US.RC1.76.07839")]
    [InlineData("US/RC1/76/07839")]
    [InlineData("US_RC1_76_07839")]
    [InlineData("'USRC17607839'")]
    [InlineData("\"ISRC US-RC1-76-07839\"")]
    [InlineData("ISRC-US-RC1-76-07839")]
    [InlineData("ISRC : us rc1 76 07839")]
    [InlineData("US\uFF0DRC1\uFF0D76\uFF0D07839")]
    [InlineData("\uFF35\uFF33\uFF32\uFF23\uFF11\uFF17\uFF16\uFF10\uFF17\uFF18\uFF13\uFF19")]
    [InlineData("\u200EUS\u2012RC1\u201576\uFE6307839\u2060")]
    public void IsrcParse_WrittenForms_AreNormalised(string text) => Assert.Equal("USRC17607839", Isrc.Parse(text).Code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("USRC1760783")]
    [InlineData("USRC176078390")]
    [InlineData("1SRC17607839")]
    [InlineData("USRC1760783X")]
    [InlineData("ÜSRC17607839")]
    [InlineData("NOT-AN-ISRC")]
    [InlineData("ISRC")]
    [InlineData("urn:isrc:")]
    [InlineData("ISRC ISRC USRC17607839")]
    [InlineData("USRC1760783\u0669")]
    [InlineData("USRC17607839\uD800")]
    [InlineData("USRC17607839; USRC17607840")]
    [InlineData("USRC17607839,USRC17607840")]
    [InlineData("[\"USRC17607839\"]")]
    [InlineData("USRC17607839 (remastered)")]
    public void IsrcTryParse_Junk_IsRefused(string? text) => Assert.False(Isrc.TryParse(text, out _));

    /// <summary>A code of Iceland may begin like the prefix.</summary>
    [Fact]
    public void IsrcParse_CodeThatBeginsWithIsrc_IsThatCode()
    {
        Assert.Equal("ISRC12345678", Isrc.Parse("isrc12345678").Code);
        Assert.Equal("ISRC12345678", Isrc.Parse("ISRC ISRC12345678").Code);
    }

    [Fact]
    public void IsrcTryNormalize_BytesThatAreNoUtf8_AreRefused() => Assert.False(Isrc.TryNormalize([.. "USRC17607839"u8, 0xFF], new byte[Isrc.Length]));

    [Fact]
    public void ShardIds_ThatDifferByCase_HaveStemsThatDifferWithoutIt()
    {
        const string alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var stems = from first in "01234567" from second in alphabet select ShardId.Parse($"{first}{second}").FileStem;
        Assert.Equal(8 * 62, stems.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("0_A", ShardId.Parse("0A").FileStem);
        Assert.Equal("0a", ShardId.Parse("0a").FileStem);
    }

    [Theory]
    [InlineData("x/0A.jsonl.zst", true)]
    [InlineData("0A.jsonl", false)]
    [InlineData("00A.jsonl.zst", false)]
    [InlineData("..jsonl.zst", false)]
    public void ShardTryFromFile_FileNames_AreTold(string path, bool isShard) => Assert.Equal(isShard, ShardId.TryFromFile(path, out _));

    [Fact]
    public void ShardHolds_TrackOfOtherCase_IsNotHeld()
    {
        var track = TrackId.Parse("0A42dgm5tFLK9N8MT7fHC7");
        Assert.True(ShardId.Parse("0A").Holds(track));
        Assert.False(ShardId.Parse("0a").Holds(track));
    }

    [Fact]
    public void MbidToBytes_KnownText_KeepsTheOrderOfItsDigits()
    {
        var mbid = Mbid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Assert.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(mbid.ToBytes()));
        Assert.Equal(mbid, Mbid.FromBytes(mbid.ToBytes()));
    }
}
