using SpotifyPlatform.Qdrant.Points;
using Conditions = Qdrant.Client.Grpc.Conditions;

namespace SpotifyPlatform.Qdrant.Search;

/// <summary>Translates the filter and the exception of a query. A point that lacks a field matches no condition on it.</summary>
internal static class QueryFilter
{
    /// <summary>Null if the query has no conditions.</summary>
    public static Wire.Filter? Of(VectorQuery query)
    {
        var result = new Wire.Filter();
        if (query.Except is { } id)
            result.MustNot.Add(Conditions.HasId(id.ToUuid()));
        if (query.Filter is { } filter)
        {
            AddRange(result, Payload.Popularity, filter.MinPopularity, filter.MaxPopularity);
            AddRange(result, Payload.Year, filter.MinYear, filter.MaxYear);
            AddFlag(result, Payload.Explicit, filter.Explicit);
            AddFlag(result, Payload.HasMbid, filter.HasMbid);
            if (filter.AnyGenre.Count > 0)
                result.Must.Add(Conditions.Match(Payload.Genres, filter.AnyGenre));
            if (filter.ExcludeArtists.Count > 0)
                result.MustNot.Add(Conditions.Match(Payload.ArtistIds, [.. filter.ExcludeArtists.Select(artist => artist.ToString())]));
        }

        return result.Must.Count + result.MustNot.Count == 0 ? null : result;
    }

    private static void AddRange(Wire.Filter result, string field, int? min, int? max)
    {
        if (min is null && max is null)
            return;
        var range = new Wire.Range();
        if (min is { } from)
            range.Gte = from;
        if (max is { } to)
            range.Lte = to;
        result.Must.Add(Conditions.Range(field, range));
    }

    private static void AddFlag(Wire.Filter result, string field, bool? flag)
    {
        if (flag is { } wanted)
            result.Must.Add(Conditions.Match(field, wanted));
    }
}
