using System.Globalization;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Reads a request for similar tracks from name-value pairs: the query string of a URL or the options of the command line.</summary>
public static class SimilarParameters
{
    private const int MaxParameters = 200;
    private const string WeightPrefix = "weight.";

    private static readonly Dictionary<string, Action<FindSimilarRequest, string, string>> Readers = new()
    {
        ["limit"] = (request, name, text) => request.Limit = Integer(name, text),
        ["explain"] = (request, name, text) => request.Explain = Boolean(name, text),
        ["min_popularity"] = (request, name, text) => request.Filter.MinPopularity = Integer(name, text),
        ["max_popularity"] = (request, name, text) => request.Filter.MaxPopularity = Integer(name, text),
        ["min_year"] = (request, name, text) => request.Filter.MinYear = Integer(name, text),
        ["max_year"] = (request, name, text) => request.Filter.MaxYear = Integer(name, text),
        ["decade"] = (request, name, text) => request.Filter.Decade = Integer(name, text),
        ["genre"] = (request, _, text) => request.Filter.Genres.Add(text),
        ["explicit"] = (request, name, text) => request.Filter.Explicit = Boolean(name, text),
        ["has_mbid"] = (request, name, text) => request.Filter.HasMbid = Boolean(name, text),
        ["exclude_artist"] = (request, _, text) => request.Filter.ExcludeArtists.Add(text),
        ["exclude_seed_artists"] = (request, name, text) => request.Filter.ExcludeSeedArtists = Boolean(name, text),
    };

    /// <summary><c>genre</c> and <c>exclude_artist</c> may be repeated; <c>weight.NAME</c> may be given for each dimension.</summary>
    /// <exception cref="MalformedRequestException">A name is unknown or a value does not parse.</exception>
    public static FindSimilarRequest Read(string track, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var request = new FindSimilarRequest { Track = track, Filter = new SimilarFilter() };
        var count = 0;
        foreach (var (name, text) in parameters)
        {
            if (++count > MaxParameters)
                throw new MalformedRequestException($"The request has more than {MaxParameters} parameters.");
            if (name.StartsWith(WeightPrefix, StringComparison.Ordinal))
                request.Weights[name[WeightPrefix.Length..]] = Number(name, text);
            else if (Readers.TryGetValue(name, out var read))
                read(request, name, text);
            else
                throw new MalformedRequestException($"'{SimilarRequestParser.Shorten(name)}' is not a parameter; parameters are {string.Join(", ", Readers.Keys)} and {WeightPrefix}NAME.");
        }

        return request;
    }

    private static int Integer(string name, string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Malformed(name, text, "a whole number");

    private static double Number(string name, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Malformed(name, text, "a number of 0 to 100");

    private static bool Boolean(string name, string text) => bool.TryParse(text, out var value) ? value : throw Malformed(name, text, "true or false");

    private static MalformedRequestException Malformed(string name, string text, string expected) =>
        new($"{SimilarRequestParser.Shorten(name)} is '{SimilarRequestParser.Shorten(text)}'; it may be {expected}.");
}
