using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Api;

public sealed class SimilarRequestTests
{
    private static readonly string Artist = new ArtistId(5).ToString();

    [Fact]
    public void Read_EveryParameter_IsInTheQuery()
    {
        var query = Ask(
            "limit=7&min_popularity=1&max_popularity=90&decade=1990&genre=jazz&genre=blues&explicit=false&has_mbid=True"
            + $"&exclude_artist={Artist}&exclude_seed_artists=true&weight.tempo=2&weight.key=0&weight.popularity=0.5&explain=true");
        Assert.Equal(("seed", 7, true, true, false), (query.Track, query.Limit, query.ExcludeSeedArtists, query.Explain, query.IsPlain));
        var filter = query.Filter!;
        Assert.Equal((1, 90, 1990, 1999), (filter.MinPopularity!.Value, filter.MaxPopularity!.Value, filter.MinYear!.Value, filter.MaxYear!.Value));
        Assert.Equal((false, true), (filter.Explicit!.Value, filter.HasMbid!.Value));
        Assert.Equal(["jazz", "blues"], filter.AnyGenre);
        Assert.Equal([new ArtistId(5)], filter.ExcludeArtists);
        Assert.Equal([2f, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, .5f], query.Weights!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("limit=20")]
    [InlineData("explain=false&exclude_seed_artists=false")]
    public void Read_NothingRestricted_IsAPlainQuery(string query) => Assert.True(Ask(query).IsPlain);

    [Theory]
    [InlineData("min_popularity=-1", "min_popularity is -1", "0 to 100")]
    [InlineData("max_popularity=101", "max_popularity is 101", "0 to 100")]
    [InlineData("min_popularity=60&max_popularity=50", "min_popularity (60)", "max_popularity (50)")]
    [InlineData("min_year=0", "min_year is 0", "1 to 9999")]
    [InlineData("max_year=10000", "max_year is 10000", "1 to 9999")]
    [InlineData("min_year=2000&max_year=1999", "min_year (2000)", "max_year (1999)")]
    [InlineData("decade=1995", "decade is 1995", "10 to 9990")]
    [InlineData("decade=0", "decade is 0", "10 to 9990")]
    [InlineData("decade=1990&min_year=1991", "decade", "min_year")]
    [InlineData("genre=", "genres", "1 to 100 characters")]
    [InlineData("exclude_artist=nonsense", "exclude_artists has 'nonsense'", "22 characters")]
    [InlineData("weight.loud=1", "weights names 'loud'", "loudness")]
    [InlineData("weight.tempo=-1", "weights[tempo] is -1", "0 to 100")]
    [InlineData("weight.tempo=100.5", "weights[tempo] is 100.5", "0 to 100")]
    [InlineData("weight.tempo=NaN", "weights[tempo] is NaN", "0 to 100")]
    [InlineData("weight.tempo=1e999", "weights[tempo]", "0 to 100")]
    [InlineData("weight.tempo=fast", "weight.tempo is 'fast'", "a number")]
    [InlineData("limit=101", "limit is 101", "1 to 100")]
    [InlineData("limit=x", "limit is 'x'", "a whole number")]
    [InlineData("explicit=maybe", "explicit is 'maybe'", "true or false")]
    [InlineData("min_popularty=3", "'min_popularty' is not a parameter", "min_popularity")]
    public void Read_OutOfBounds_NamesTheFieldAndWhatItMayBe(string query, string field, string range)
    {
        var ex = Assert.Throws<MalformedRequestException>(() => Ask(query));
        Assert.Contains(field, ex.Message, StringComparison.Ordinal);
        Assert.Contains(range, ex.Message, StringComparison.Ordinal);
        Assert.InRange(ex.Message.Length, 1, 400);
    }

    [Fact]
    public void Read_TooMuch_IsRefused()
    {
        foreach (var query in new[]
                 {
                     string.Join('&', Enumerable.Repeat("genre=x", 21)), "genre=" + new string('x', 101), string.Join('&', Enumerable.Repeat($"exclude_artist={Artist}", 101)),
                     string.Join('&', Enumerable.Repeat("limit=1", 201)), string.Join('&', FeatureVector.Names.Select(name => $"weight.{name}=0")),
                     new string('n', 100_000) + "=1",
                 })
            Assert.InRange(Assert.Throws<MalformedRequestException>(() => Ask(query)).Message.Length, 1, 400);
    }

    private static SimilarTracksQuery Ask(string query) => SimilarParameters.Read("seed", query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).Select(part => KeyValuePair.Create(part[0], part[1]))).ToQuery();
}
