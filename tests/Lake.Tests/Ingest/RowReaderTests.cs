using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Lake.Ingest;

namespace SpotifyPlatform.Lake.Tests.Ingest;

public sealed class RowReaderTests
{
    private const string Good = """{"artistId":"0000000000000000000001","artistName":"A","enrichedAt":"2025-11-09T06:00:00Z"}""";
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2025, 11, 9, 6, 0, 0, TimeSpan.Zero));
    private static readonly RowReader Reader = new(IngestConfigs.Select("artist_enrichment").Single(), Clock);

    [Fact]
    public void Convert_ARowWithoutOptionalFields_HasEveryColumn() => Assert.Equal(
        """{"artistId":"0000000000000000000001","artistName":"A","genres":[],"popularity":null,"followerCount":null,"images":[],"externalUrls":null,"enrichedAt":"2025-11-09T06:00:00.000000Z","source_line":7}""",
        Convert(Good));

    [Fact]
    public void Convert_AWholeRow_KeepsItsValuesAndLeavesOthersOut() => Assert.Equal(
        """{"artistId":"0000000000000000000001","artistName":"Å","genres":["indie rock"],"popularity":61,"followerCount":12,"images":[{"url":"u","height":640,"width":null}],"externalUrls":{"spotify":"s"},"enrichedAt":"2025-11-09T05:00:00.500000Z","source_line":7}""",
        Convert("""{"href":"x","enrichedAt":"2025-11-09T06:00:00.5+01:00","artistName":"Å","genres":["indie rock"],"popularity":61.0,"followerCount":12,"images":[{"url":"u","height":640,"width":null,"x":1}],"externalUrls":{"spotify":"s","y":2},"artistId":"0000000000000000000001"}"""));

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{\"artistId\":\"0000000000000000000001\",\"artistName\":\"A\",\"enrich", "is no JSON")]
    [InlineData("{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "is no JSON")]
    public void Convert_ALineThatIsNoObject_IsRefused(string line, string reason) => Refused(line, reason);

    [Theory]
    [InlineData("artistId", "null", "has no artistId")]
    [InlineData("artistId", "\"short\"", "has a artistId that is none")]
    [InlineData("artistName", "\"\"", "has an empty artistName")]
    [InlineData("artistName", "\"\\ud800\"", "no Unicode")]
    [InlineData("artistName", "\"a\\u0000b\"", "has a artistName that is none")]
    [InlineData("genres", "\"rock\"", "needs a list")]
    [InlineData("genres", "[null]", "needs STRING as genres")]
    [InlineData("popularity", "101", "not in the range 0 to 100")]
    [InlineData("popularity", "1e400", "needs INT64 as popularity")]
    [InlineData("popularity", "\"61\"", "needs INT64 as popularity")]
    [InlineData("followerCount", "-1", "not in the range")]
    [InlineData("followerCount", "1.5", "needs INT64 as followerCount")]
    [InlineData("images", "[{}]", "has no images.url")]
    [InlineData("externalUrls", "[]", "needs RECORD as externalUrls")]
    [InlineData("enrichedAt", "\"yesterday\"", "needs a time as enrichedAt")]
    [InlineData("enrichedAt", "\"2025-11-10T06:00:01Z\"", "more than a day ahead")]
    public void Convert_AFieldThatIsNotAsDeclared_IsRefused(string field, string value, string reason)
    {
        var fields = new Dictionary<string, string> { ["artistId"] = "\"0000000000000000000001\"", ["artistName"] = "\"A\"", ["enrichedAt"] = "\"2025-11-09T06:00:00Z\"", [field] = value };
        Refused($"{{{string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}", reason);
    }

    [Fact]
    public void Select_ANameThatIsNone_NamesTheConfigurations() =>
        Assert.Equal("There is no ingest configuration 'artists': artist_enrichment and artist_listening are.", Assert.Throws<FormatException>(() => IngestConfigs.Select("artists")).Message);

    private static string Convert(string line)
    {
        using var written = new MemoryStream();
        using var writer = new Utf8JsonWriter(written, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Reader.Convert(Encoding.UTF8.GetBytes(line), 7, writer);
        return Encoding.UTF8.GetString(written.ToArray());
    }

    private static void Refused(string line, string reason) => Assert.Contains(reason, Assert.Throws<MalformedRowException>(() => Convert(line)).Message, StringComparison.Ordinal);
}
