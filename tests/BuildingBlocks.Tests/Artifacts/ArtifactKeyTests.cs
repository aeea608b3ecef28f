using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class ArtifactKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("tables/tracks/0f3a/part-00001")]
    [InlineData("input/audio analysis/0A.jsonl.zst")]
    [InlineData("...")]
    [InlineData("a/.b")]
    public void Parse_Key_IsTheSameText(string text) => Assert.Equal(text, ArtifactKey.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void TryParse_NoKey_SaysWhy(string text)
    {
        Assert.False(ArtifactKey.TryParse(text, out _, out var fault));
        Assert.NotEmpty(fault);
        Assert.DoesNotContain('\0', fault);
    }

    [Fact]
    public void TryParse_BrokenSurrogates_AreRefused()
    {
        Assert.False(ArtifactKey.TryParse("a\ud83d", out _, out _));
        Assert.False(ArtifactKey.TryParse("\ude00a", out _, out _));
        Assert.True(ArtifactKey.TryParse("a\ud83d\ude00", out _, out _));
    }

    [Fact]
    public void TryParse_LongKeys_AreBounded()
    {
        var segment = new string('a', 255);
        Assert.True(ArtifactKey.TryParse(string.Join('/', segment, segment, segment, segment), out _, out _));
        Assert.False(ArtifactKey.TryParse(string.Join('/', segment, segment, segment, segment, "a"), out _, out _));
        Assert.False(ArtifactKey.TryParse(segment + "a", out _, out _));
        Assert.True(ArtifactKey.TryParse(new string('A', 255), out _, out _));
        Assert.False(ArtifactKey.TryParse(new string('a', 10_000_000), out _, out _));
    }

    [Fact]
    public void Encode_AnySegment_IsDecodedAgainAndNeverDiffersByCaseAlone()
    {
        string[] segments = ["0A", "0a", "A", "%41", "con", "CON", "nul.txt", ".", ".x", "x.", "ü", " ", "a%20b", "lpt1", "lpt10"];
        var names = segments.Select(SegmentEncoding.Encode).ToList();
        Assert.Equal(segments, names.Select(SegmentEncoding.Decode));
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.DoesNotMatch(@"^\.|\.$|^(con|nul|lpt1)(\.|$)|[A-Z ]", name));
    }

    [Fact]
    public void Encode_NameThatWouldBeTooLong_Throws()
    {
        Assert.Equal(255, SegmentEncoding.Encode(new string('A', 85)).Length);
        Assert.Throws<ArgumentException>(() => SegmentEncoding.Encode(new string('A', 86)));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("%4A")]
    [InlineData("%61")]
    [InlineData(".staging")]
    public void Decode_NameThatEncodeDoesNotMake_IsNull(string name) => Assert.Null(SegmentEncoding.Decode(name));
}
