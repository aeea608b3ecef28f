using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using Message = SpotifyPlatform.Contracts.Tables.V1.CreditedArtist;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>An artist as the rows of tracks name it, written once and shared by all of them.</summary>
internal sealed class CreditedArtist
{
    private readonly byte[] artistField;
    private readonly byte[] genreFields;

    public CreditedArtist(TrackId id, ReadOnlySpan<byte> name, IEnumerable<string> genres)
    {
        Id = id;
        Genres = [.. Normalize(genres)];
        var fields = new MessageBytes();
        fields.Begin();
        fields.Bytes(Message.IdFieldNumber, id.ToKey());
        fields.Text(Message.NameFieldNumber, name);
        artistField = FieldOf(TrackText.ArtistsFieldNumber, fields.Written);
        genreFields = FieldsOf(TrackText.GenresFieldNumber, Genres);
    }

    public TrackId Id { get; }

    private IReadOnlyList<string> Genres { get; }

    public void WriteArtist(MessageBytes track) => track.Append(artistField);

    /// <summary>Writes the genres of all artists of a track, distinct, in ordinal order.</summary>
    public static void WriteGenres(MessageBytes track, List<CreditedArtist> artists)
    {
        if (artists.Count == 1)
            track.Append(artists[0].genreFields);
        else if (artists.Exists(artist => artist.Genres.Count > 0))
            track.Append(FieldsOf(TrackText.GenresFieldNumber, Normalize(artists.SelectMany(artist => artist.Genres))));
    }

    public static IEnumerable<string> Normalize(IEnumerable<string> genres) =>
        genres.Where(genre => genre.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>A field for each text.</summary>
    public static byte[] FieldsOf(int field, IEnumerable<string> texts)
    {
        var fields = new MessageBytes();
        fields.Begin();
        foreach (var text in texts)
            fields.Bytes(field, System.Text.Encoding.UTF8.GetBytes(text));
        return fields.Written.ToArray();
    }

    private static byte[] FieldOf(int field, ReadOnlySpan<byte> message)
    {
        var fields = new MessageBytes();
        fields.Begin();
        fields.Bytes(field, message);
        return fields.Written.ToArray();
    }
}
