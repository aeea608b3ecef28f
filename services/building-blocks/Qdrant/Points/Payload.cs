using Google.Protobuf.Collections;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>What stands with a point: the description, the MBID, and the length of the vector, which the server takes away.</summary>
internal static class Payload
{
    public const string Popularity = "popularity";
    public const string Year = "year";
    public const string Genres = "genres";
    public const string Explicit = "explicit";
    public const string HasMbid = "has_mbid";
    public const string ArtistIds = "artist_ids";
    private const string Title = "title";
    private const string Artist = "artist";
    private const string Isrc = "isrc";
    private const string Mbid = "mbid";
    private const string Length = "length";

    /// <summary>The fields that conditions stand on, with their kind of index.</summary>
    public static readonly IReadOnlyDictionary<string, Wire.FieldType> Indexed = new Dictionary<string, Wire.FieldType>
    {
        [Popularity] = Wire.FieldType.Integer,
        [Year] = Wire.FieldType.Integer,
        [Genres] = Wire.FieldType.Keyword,
        [ArtistIds] = Wire.FieldType.Keyword,
        [Explicit] = Wire.FieldType.Bool,
        [HasMbid] = Wire.FieldType.Bool,
    };

    public static void Write(VectorPoint point, double length, MapField<string, Wire.Value> fields)
    {
        var track = point.Payload;
        fields[Title] = Text(track.Title);
        fields[Artist] = Text(track.Artist);
        fields[ArtistIds] = List(track.ArtistIds.Select(id => id.ToString()));
        fields[Popularity] = new Wire.Value { IntegerValue = track.Popularity };
        fields[Genres] = List(track.Genres);
        fields[Explicit] = new Wire.Value { BoolValue = track.Explicit };
        fields[HasMbid] = new Wire.Value { BoolValue = point.Mbid is not null };
        fields[Length] = new Wire.Value { DoubleValue = length };
        if (track.Year is { } year)
            fields[Year] = new Wire.Value { IntegerValue = year };
        if (track.Isrc is { } isrc)
            fields[Isrc] = Text(isrc.Code);
        if (point.Mbid is { } mbid)
            fields[Mbid] = Text(mbid.ToString());
    }

    /// <exception cref="InvalidDataException">A field is missing or of another kind.</exception>
    public static (TrackDescription Track, Mbid? Mbid, double Length) Read(TrackId id, IReadOnlyDictionary<string, Wire.Value> payload)
    {
        var fields = new PayloadFields(id, payload);
        var track = new TrackDescription(
            id,
            fields.Text(Title),
            fields.Text(Artist),
            fields.Integer(Popularity, 0, 100),
            fields.Has(Year) ? fields.Integer(Year, int.MinValue, int.MaxValue) : null,
            fields.Has(Isrc) ? fields.Parsed<Isrc>(Isrc, Music.Isrc.TryParse) : null,
            fields.Texts(Genres))
        {
            Explicit = fields.Bool(Explicit),
            ArtistIds = [.. fields.Texts(ArtistIds).Select(text => fields.Parsed<ArtistId>(ArtistIds, text, TryParseArtist))],
        };
        return (track, fields.Has(Mbid) ? fields.Parsed<Mbid>(Mbid, Music.Mbid.TryParse) : null, fields.Length(Length));
    }

    private static bool TryParseArtist(string text, out ArtistId artist) => ArtistId.TryParse(text, out artist);

    private static Wire.Value Text(string text) => new() { StringValue = text };

    private static Wire.Value List(IEnumerable<string> texts) => new() { ListValue = new Wire.ListValue { Values = { texts.Select(Text) } } };
}
