namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("USRC17607839")]
    [InlineData("us-rc1-76-07839")]
    [InlineData("US RC1 76 07839")]
    public void IsrcParse_WrittenForms_AreNormalised(string text) => Assert.Equal("USRC17607839", Isrc.Parse(text).Code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("USRC1760783")]
    [InlineData("USRC176078390")]
    [InlineData("1SRC17607839")]
    [InlineData("USRC1760783X")]
    [InlineData("ÜSRC17607839")]
    public void IsrcTryParse_Junk_IsRefused(string? text) => Assert.False(Isrc.TryParse(text, out _));

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
