using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>An artist as the rows of tracks name it, written once and shared by all of them.</summary>
/// <param name="artistField">The field of <c>TrackText</c> with the artist.</param>
/// <param name="genreFields">The fields of <c>TrackText</c> with the genres.</param>
internal sealed class CreditedArtist(TrackId id, byte[] artistField, IReadOnlyList<string> genres, byte[] genreFields)
{
    public TrackId Id { get; } = id;

    /// <summary>Distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Genres { get; } = genres;

    public int Bytes => artistField.Length + genreFields.Length;

    public void WriteArtist(MessageBytes track) => track.Append(artistField);

    public void WriteGenres(MessageBytes track) => track.Append(genreFields);
}
