using Google.Protobuf.Collections;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>The payload of a point: description, MBID, and the length of the vector, because the server normalises vectors.</summary>
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

    /// <summary>The fields used by filters, with the type of their index.</summary>
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
        fields[Title] = track.Title;
        fields[Artist] = track.Artist;
        fields[ArtistIds] = List(track.ArtistIds.Select(id => id.ToString()));
        fields[Popularity] = track.Popularity;
        fields[Genres] = List(track.Genres);
        fields[Explicit] = track.Explicit;
        fields[HasMbid] = point.Mbid is not null;
        fields[Length] = length;
        if (track.Year is { } year)
            fields[Year] = year;
        if (track.Isrc is { } isrc)
            fields[Isrc] = isrc.Code;
        if (point.Mbid is { } mbid)
            fields[Mbid] = mbid.ToString();
    }

    /// <exception cref="InvalidDataException">A field is missing or has another type.</exception>
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

    private static Wire.Value List(IEnumerable<string> texts) => new() { ListValue = new Wire.ListValue { Values = { texts.Select(text => (Wire.Value)text) } } };
}
