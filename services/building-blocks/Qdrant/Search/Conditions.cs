using SpotifyPlatform.Qdrant.Points;

namespace SpotifyPlatform.Qdrant.Search;

/// <summary>A query's filter and exception as conditions on payloads. A field that a point lacks meets no condition.</summary>
internal static class Conditions
{
    /// <summary>Null where every point may be found.</summary>
    public static Wire.Filter? Of(VectorQuery query)
    {
        var conditions = new Wire.Filter();
        if (query.Except is { } id)
            conditions.MustNot.Add(new Wire.Condition { HasId = new Wire.HasIdCondition { HasId = { id.ToPointId() } } });
        if (query.Filter is { } filter)
        {
            AddRange(conditions, Payload.Popularity, filter.MinPopularity, filter.MaxPopularity);
            AddRange(conditions, Payload.Year, filter.MinYear, filter.MaxYear);
            AddFlag(conditions, Payload.Explicit, filter.Explicit);
            AddFlag(conditions, Payload.HasMbid, filter.HasMbid);
            if (filter.AnyGenre.Count > 0)
                conditions.Must.Add(Any(Payload.Genres, filter.AnyGenre));
            if (filter.ExcludeArtists.Count > 0)
                conditions.MustNot.Add(Any(Payload.ArtistIds, filter.ExcludeArtists.Select(artist => artist.ToString())));
        }

        return conditions.Must.Count + conditions.MustNot.Count == 0 ? null : conditions;
    }

    private static void AddRange(Wire.Filter conditions, string field, int? least, int? most)
    {
        if (least is null && most is null)
            return;
        var range = new Wire.Range();
        if (least is { } from)
            range.Gte = from;
        if (most is { } to)
            range.Lte = to;
        conditions.Must.Add(On(new Wire.FieldCondition { Key = field, Range = range }));
    }

    private static void AddFlag(Wire.Filter conditions, string field, bool? flag)
    {
        if (flag is { } wanted)
            conditions.Must.Add(On(new Wire.FieldCondition { Key = field, Match = new Wire.Match { Boolean = wanted } }));
    }

    private static Wire.Condition Any(string field, IEnumerable<string> texts) =>
        On(new Wire.FieldCondition { Key = field, Match = new Wire.Match { Keywords = new Wire.RepeatedStrings { Strings = { texts } } } });

    private static Wire.Condition On(Wire.FieldCondition field) => new() { Field = field };
}
