namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Counts of the source rows and values that were left out, by reason.</summary>
internal sealed class DropCounts
{
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => counts;

    public void Add(string reason, long count = 1) => counts[reason] = counts.GetValueOrDefault(reason) + count;
}

/// <summary>The reasons; the service's README explains them.</summary>
internal static class DropReasons
{
    public const string IdInvalid = "id_invalid";
    public const string TrackIdInvalid = "track_id_invalid";
    public const string RowNumberInvalid = "row_number_invalid";
    public const string RowTooLarge = "row_too_large";
    public const string IsrcInvalid = "isrc_invalid";
    public const string ArtistInvalid = "artist_invalid";
    public const string ArtistRepeated = "artist_repeated";
    public const string TooManyArtists = "too_many_artists";
    public const string TooManyGenres = "too_many_genres";
    public const string NullResponse = "null_response";
    public const string FeaturesEmpty = "features_empty";
    public const string ValueInvalid = "value_invalid";
    public const string Episode = "episode";
    public const string Local = "local";
    public const string Vanished = "vanished";
    public const string Repeated = "repeated";
    public const string PlaylistIdInvalid = "playlist_id_invalid";
    public const string PlaylistEmpty = "playlist_empty";
    public const string PlaylistTooLong = "playlist_too_long";
}
