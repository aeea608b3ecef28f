using System.Text;
using SpotifyPlatform.Torrents.Bencode;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

public sealed class BencodeReaderTests
{
    [Fact]
    public void Read_NestedValues_GivesEachToken() => Assert.Equal(
        "DictionaryStart Key:a Number:-7 Key:b ListStart Text: Text:xyz End Key:c DictionaryStart End End", Tokens("d1:ai-7e1:bl0:3:xyze1:cdee"));

    [Theory]
    [InlineData("i9223372036854775807e", "Number:9223372036854775807")]
    [InlineData("i0e", "Number:0")]
    [InlineData("3:d1:", "Text:d1:")]
    public void Read_AtTheLimits_IsRead(string input, string tokens) => Assert.Equal(tokens, Tokens(input));

    [Theory]
    [InlineData("", "ends within")]
    [InlineData("i1", "ends within")]
    [InlineData("ie", "without digits")]
    [InlineData("i-e", "without digits")]
    [InlineData("i-0e", "-0")]
    [InlineData("i01e", "leading zero")]
    [InlineData("i1x", "no digit")]
    [InlineData("i9223372036854775808e", "64 bits")]
    [InlineData("i99999999999999999999999999e", "64 bits")]
    [InlineData("3:ab", "where 2 are left")]
    [InlineData("9223372036854775807:ab", "are left")]
    [InlineData("01:a", "leading zero")]
    [InlineData("x", "begins here")]
    [InlineData("-1:a", "begins here")]
    [InlineData("l1:a", "ends within")]
    [InlineData("d1:ae", "without a value")]
    [InlineData("di1e1:ae", "has to be a text")]
    [InlineData("d1:bi1e1:ai2ee", "ascending")]
    [InlineData("d1:ai1e1:ai2ee", "there twice")]
    [InlineData("i1ei2e", "more bytes")]
    [InlineData("de\n", "more bytes")]
    public void Read_MalformedInput_IsRefusedWithItsPlace(string input, string problem) =>
        Assert.Contains(problem, Assert.Throws<BencodeException>(() => Tokens(input)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(BencodeReader.MaxDepth, true)]
    [InlineData(BencodeReader.MaxDepth + 1, false)]
    [InlineData(1_000_000, false)]
    public void Read_DeepInput_IsReadToTheLimit(int depth, bool isRead)
    {
        var input = new string('l', depth) + new string('e', depth);
        if (isRead)
            Assert.StartsWith("ListStart", Tokens(input), StringComparison.Ordinal);
        else
            Assert.Throws<BencodeException>(() => Tokens(input));
    }

    [Fact]
    public void Skip_OnAList_StandsBehindIt()
    {
        var reader = new BencodeReader("d1:alli1eeli2eee1:bi3ee"u8);
        reader.Read();
        reader.Read();
        reader.Read();
        reader.Skip();
        Assert.True(reader.Read());
        Assert.Equal("b"u8.ToArray(), reader.Text.ToArray());
    }

    private static string Tokens(string input)
    {
        var reader = new BencodeReader(Encoding.Latin1.GetBytes(input));
        var tokens = new List<string>();
        while (reader.Read())
            tokens.Add(reader.Token switch
            {
                BencodeToken.Number => $"Number:{reader.Number}",
                BencodeToken.Text or BencodeToken.Key => $"{reader.Token}:{Encoding.Latin1.GetString(reader.Text)}",
                _ => reader.Token.ToString(),
            });
        return string.Join(' ', tokens);
    }
}
