using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Validates a request for similar tracks. An error names the field and its range.</summary>
internal static class SimilarRequestParser
{
    private const int MaxPopularity = 100;
    private const int MaxYear = 9_999;
    private const int MaxGenres = 20;
    private const int MaxGenreLength = 100;
    private const int MaxArtists = 100;
    private const double MaxWeight = 100;

    /// <exception cref="MalformedRequestException">A field is out of its bounds.</exception>
    public static SimilarTracksQuery ToQuery(this FindSimilarRequest request) => new(request.Track, Limits.Results(request.Limit))
    {
        Filter = request.Filter is { } filter ? Filter(filter) : null,
        ExcludeSeedArtists = request.Filter?.ExcludeSeedArtists ?? false,
        Weights = request.Weights.Count > 0 ? Weights(request.Weights) : null,
        Explain = request.Explain,
    };

    private static VectorFilter? Filter(SimilarFilter filter)
    {
        var minPopularity = filter.HasMinPopularity ? Bounded("min_popularity", filter.MinPopularity, 0, MaxPopularity) : (int?)null;
        var maxPopularity = filter.HasMaxPopularity ? Bounded("max_popularity", filter.MaxPopularity, 0, MaxPopularity) : (int?)null;
        var (minYear, maxYear) = Years(filter);
        Require(!(minPopularity > maxPopularity), $"min_popularity ({minPopularity}) must not exceed max_popularity ({maxPopularity}).");
        Require(!(minYear > maxYear), $"min_year ({minYear}) must not exceed max_year ({maxYear}).");
        Require(filter.Genres.Count <= MaxGenres, $"genres has {filter.Genres.Count} entries; it may have 1 to {MaxGenres}.");
        Require(filter.Genres.All(genre => genre.Length is > 0 and <= MaxGenreLength), $"genres has an entry that is empty or too long; one may have 1 to {MaxGenreLength} characters.");
        Require(filter.ExcludeArtists.Count <= MaxArtists, $"exclude_artists has {filter.ExcludeArtists.Count} entries; it may have 1 to {MaxArtists}.");
        var read = new VectorFilter
        {
            MinPopularity = minPopularity,
            MaxPopularity = maxPopularity,
            MinYear = minYear,
            MaxYear = maxYear,
            AnyGenre = [.. filter.Genres],
            Explicit = filter.HasExplicit ? filter.Explicit : null,
            HasMbid = filter.HasHasMbid ? filter.HasMbid : null,
            ExcludeArtists = [.. filter.ExcludeArtists.Select(Artist)],
        };
        return IsEmpty(read) ? null : read;
    }

    private static (int? Min, int? Max) Years(SimilarFilter filter)
    {
        if (!filter.HasDecade)
            return (filter.HasMinYear ? Bounded("min_year", filter.MinYear, 1, MaxYear) : null, filter.HasMaxYear ? Bounded("max_year", filter.MaxYear, 1, MaxYear) : null);
        Require(!filter.HasMinYear && !filter.HasMaxYear, "decade cannot be combined with min_year or max_year; give one or the other.");
        Require(filter.Decade is > 0 and < MaxYear && filter.Decade % 10 == 0, $"decade is {filter.Decade}; it must be the first year of a decade, 10 to 9990, such as 1990.");
        return (filter.Decade, filter.Decade + 9);
    }

    private static float[] Weights(IEnumerable<KeyValuePair<string, double>> requested)
    {
        var weights = Enumerable.Repeat(1f, FeatureVector.Dimensions).ToArray();
        foreach (var (name, weight) in requested)
        {
            var dimension = FeatureVector.Names.ToList().IndexOf(name);
            Require(dimension >= 0, $"weights names '{Shorten(name)}'; the dimensions are {string.Join(", ", FeatureVector.Names)}.");
            Require(weight is >= 0 and <= MaxWeight, FormattableString.Invariant($"weights[{name}] is {weight}; it may be 0 to {MaxWeight}."));
            weights[dimension] = (float)weight;
        }

        Require(weights.Any(weight => weight > 0), $"weights are all 0; at least one must be above 0, up to {MaxWeight}.");
        return weights;
    }

    private static ArtistId Artist(string id) => ArtistId.TryParse(id, out var artist)
        ? artist
        : throw new MalformedRequestException($"exclude_artists has '{Shorten(id)}'; an artist's Spotify id is 22 characters of 0-9a-zA-Z.");

    private static int Bounded(string field, int value, int min, int max) => value >= min && value <= max
        ? value
        : throw new MalformedRequestException($"{field} is {value}; it may be {min} to {max}.");

    private static void Require(bool condition, string error)
    {
        if (!condition)
            throw new MalformedRequestException(error);
    }

    private static bool IsEmpty(VectorFilter filter) => filter is
    {
        MinPopularity: null, MaxPopularity: null, MinYear: null, MaxYear: null, AnyGenre.Count: 0, Explicit: null, HasMbid: null, ExcludeArtists.Count: 0,
    };

    /// <summary>Bounds what an error message quotes of a request.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
