using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Counts of the source rows and values that were left out, by reason, with the positions of the first ones.</summary>
/// <param name="table">The table of the source, for positions.</param>
internal sealed class DropCounts(string table)
{
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> positions = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>The row of the source that is read: the position of what is left out next.</summary>
    public long Row { get; set; }

    public void Add(string reason, long count = 1)
    {
        if (count == 0)
            return;
        counts[reason] = counts.GetValueOrDefault(reason) + count;
        if (!positions.TryGetValue(reason, out var at))
            positions.Add(reason, at = []);
        if (at.Count < TableWriter.MaxPositions && (at.Count == 0 || at[^1] != Position))
            at.Add(Position);
    }

    /// <summary>Counts what another reader of the same source left out.</summary>
    public void Add(DropCounts other)
    {
        foreach (var (reason, count) in other.Counts)
        {
            AddWithoutRow(reason, count);
            if (!positions.TryGetValue(reason, out var at))
                positions.Add(reason, at = []);
            at.AddRange(other.PositionsOf(reason).Take(TableWriter.MaxPositions - at.Count));
        }
    }

    /// <summary>Counts what has no row number.</summary>
    public void AddWithoutRow(string reason, long count)
    {
        if (count > 0)
            counts[reason] = counts.GetValueOrDefault(reason) + count;
    }

    /// <summary>The positions of the first ones of a reason.</summary>
    public IReadOnlyList<string> PositionsOf(string reason) => positions.GetValueOrDefault(reason) ?? [];

    private string Position => string.Create(CultureInfo.InvariantCulture, $"{table} row {Row}");
}

/// <summary>The reasons; the service's README explains them.</summary>
internal static class DropReasons
{
    public const string IdInvalid = "id_invalid";
    public const string TrackIdInvalid = "track_id_invalid";
    public const string RowNumberInvalid = "row_number_invalid";
    public const string RowTooLarge = "row_too_large";
    public const string IsrcInvalid = "isrc_invalid";
    public const string DateInvalid = "date_invalid";
    public const string ArtistInvalid = "artist_invalid";
    public const string ArtistRepeated = "artist_repeated";
    public const string TooManyArtists = "too_many_artists";
    public const string TooManyGenres = "too_many_genres";
    public const string ListInvalid = "list_invalid";
    public const string ParentMissing = "parent_missing";
    public const string NullResponse = "null_response";
    public const string FeaturesEmpty = "features_empty";
    public const string ValueInvalid = "value_invalid";
    public const string Episode = "episode";
    public const string Local = "local";
    public const string Vanished = "vanished";
    public const string Repeated = "repeated";
    public const string FlagInvalid = "flag_invalid";
    public const string PlaylistIdInvalid = "playlist_id_invalid";
    public const string PlaylistMissing = "playlist_missing";
    public const string PlaylistEmpty = "playlist_empty";
    public const string PlaylistTooLong = "playlist_too_long";
}
