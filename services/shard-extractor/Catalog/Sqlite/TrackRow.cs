using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>The columns of a track that both schemas have, in the order of both queries.</summary>
internal static class TrackRow
{
    public const int Row = 0;

    /// <summary>The first column that belongs to one schema only.</summary>
    public const int Next = 9;

    private const int Id = 1;
    private const int Name = 2;
    private const int IsrcCode = 3;
    private const int Popularity = 4;
    private const int Duration = 5;
    private const int Explicit = 6;
    private const int Album = 7;
    private const int Released = 8;

    /// <summary>The track without its artists, or null when its id is invalid.</summary>
    public static ExtractedTrack? Read(SqliteDataReader reader, DropCounts dropped)
    {
        if (!reader.TryId(Id, out var id))
        {
            dropped.Add(DropReasons.TrackIdInvalid);
            return null;
        }

        return new(
            id,
            reader.Text(Name),
            NormalIsrc(reader.Text(IsrcCode), dropped),
            (int)reader.Bounded(Popularity, 0, 100, dropped),
            reader.Bounded(Duration, 0, long.MaxValue, dropped),
            reader.Bounded(Explicit, 0, 1, dropped) == 1,
            reader.Text(Album),
            reader.Text(Released));
    }

    private static Isrc? NormalIsrc(string text, DropCounts dropped)
    {
        if (text.Length == 0)
            return null;
        if (Isrc.TryParse(text, out var isrc))
            return isrc;
        dropped.Add(DropReasons.IsrcInvalid);
        return null;
    }
}
