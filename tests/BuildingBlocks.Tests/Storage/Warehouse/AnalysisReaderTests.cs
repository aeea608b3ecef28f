using System.Globalization;
using System.Text;
using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Warehouse;

public sealed class AnalysisReaderTests
{
    private static readonly TrackId Id = TrackId.Parse("0a00000000000000000001");

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "not a JSON object" },
        { "[]", "not a JSON object" },
        { "{", "not a JSON object" },
        { "{}", "spotify_id" },
        { """{"spotify_id":null}""", "spotify_id" },
        { """{"spotify_id":"ID"} x""", "not a JSON object" },
        { """{"spotify_id":"0a"}""", "spotify_id" },
        { """{"spotify_id":"0a00000000000000000002"}""", "spotify_id" },
        { """{"spotify_id":"ID","tempo":"120"}""", "tempo" },
        { """{"spotify_id":"ID","tempo":1e999}""", "tempo" },
        { """{"spotify_id":"ID","tempo":NaN}""", "not a JSON object" },
        { """{"spotify_id":"ID","key":1.5}""", "key" },
        { """{"spotify_id":"ID","key":99999999999999999999}""", "key" },
        { """{"spotify_id":"ID","key":true}""", "key" },
        { """{"spotify_id":"ID","key":{}}""", "not a JSON object" },
        { """{"spotify_id":"ID","key":1,"key":1}""", "key" },
        { """{"spotify_id":"ID","colour":1}""", "no column" },
        { """{"spotify_id":"ID","analyzer_version":"\ud800"}""", "analyzer_version" },
        { """{"spotify_id":"ID"}SECTION{"spotify_id":"ID"}""", "section_index" },
        { """{"spotify_id":"ID"}SECTION{"spotify_id":"0a00000000000000000002","section_index":0}""", "spotify_id" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_MalformedRow_SaysWhatIsWrong(string lines, string named)
    {
        var value = lines.Replace("ID", Id.ToString(), StringComparison.Ordinal).Replace("SECTION", "\n", StringComparison.Ordinal) + "\n";
        Assert.Contains(named, Assert.Throws<RowFormatException>(() => Read(value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LastLineWithoutItsEnd_IsRefused() => Assert.Throws<RowFormatException>(() => Read($$"""{"spotify_id":"{{Id}}"}"""));

    [Theory]
    [InlineData("5e-324")]
    [InlineData("-0.0")]
    [InlineData("1e2")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("-59.999")]
    public void Read_NumbersAsTheSourceWritesThem_AreTheNearestValues(string number)
    {
        var found = Read($$"""{"spotify_id":"{{Id}}","duration":{{number}},"key":9223372036854775807,"num_samples":9223372036854775807}""" + "\n");
        Assert.Equal(double.Parse(number, CultureInfo.InvariantCulture), found.Duration);
        Assert.Equal((null, long.MaxValue), (found.Key, found.NumSamples));
    }

    [Fact]
    public void Read_WholeNumbersAsFloats_AreIntegers()
    {
        var found = Read($$"""{"spotify_id":"{{Id}}","key":5.0,"mode":1.0,"num_samples":4.000004E6}""" + "\n");
        Assert.Equal((5, 1, 4_000_004L), (found.Key, found.Mode, found.NumSamples));
    }

    [Fact]
    public void Read_LongText_IsRead() => Assert.Equal(
        500_000, Read($$"""{"spotify_id":"{{Id}}","analyzer_version":"{{new string('v', 500_000)}}"}""" + "\n").AnalyzerVersion!.Length);

    private static TrackAnalysis Read(string value) => AnalysisReader.Read(Id, Encoding.UTF8.GetBytes(value));
}
