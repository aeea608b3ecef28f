using System.Text;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class CopyTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData(@"\\", @"\")]
    [InlineData(@"\\t", @"\t")] // a backslash and a t, not a tab
    [InlineData(@"\\\t", "\\\t")]
    [InlineData(@"\\\\n", @"\\n")]
    [InlineData(@"a\tb\nc\rd", "a\tb\nc\rd")]
    [InlineData(@"\b\f\v", "\b\f\v")]
    [InlineData(@"\\N", @"\N")]
    [InlineData(@"\101\60", "A0")]
    [InlineData(@"\1018", "A8")] // at most three octal digits
    [InlineData(@"\x41\x4a", "AJ")]
    [InlineData(@"\x4G", "\u0004G")]
    [InlineData(@"\xyz", "xyz")]
    [InlineData(@"\q\.", "q.")]
    [InlineData(@"end\", @"end\")]
    [InlineData(@"\7", "\a")]
    public void Unescape_EveryEscape_IsReadInOnePass(string column, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(column);
        Assert.Equal(expected, Encoding.UTF8.GetString(CopyText.Unescape(bytes, new byte[bytes.Length])));
    }

    [Theory]
    [InlineData(@"\N", true)]
    [InlineData(@"\\N", false)]
    [InlineData("N", false)]
    [InlineData("", false)]
    public void IsNull_Columns_AreRecognised(string column, bool isNull) => Assert.Equal(isNull, CopyText.IsNull(Encoding.UTF8.GetBytes(column)));

    [Theory]
    [InlineData(@"\.", true)]
    [InlineData(@"\.x", false)]
    [InlineData(@"\\.", false)]
    public void IsEndMarker_Lines_AreRecognised(string line, bool isEnd) => Assert.Equal(isEnd, CopyText.IsEndMarker(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("", "[]")]
    [InlineData("a", "[a]")]
    [InlineData("a\tb\tc", "[a][b][c]")]
    [InlineData("\t\t", "[][][]")]
    [InlineData("a\\tb\tc", @"[a\tb][c]")]
    public void TryTake_Row_GivesEveryColumn(string line, string expected)
    {
        var row = new CopyRow(Encoding.UTF8.GetBytes(line));
        var found = "";
        while (row.TryTake(out var column))
            found += $"[{Encoding.UTF8.GetString(column)}]";
        Assert.Equal(expected, found);
    }
}
