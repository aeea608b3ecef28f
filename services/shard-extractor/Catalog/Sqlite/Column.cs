using Google.Protobuf;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Reads columns whose type nothing guarantees: a SQLite column holds any type.</summary>
internal static class Column
{
    public static string Text(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? "" : reader.GetString(ordinal);

    /// <summary>An integer held within bounds; the lower one where the column is null.</summary>
    public static long Bounded(this SqliteDataReader reader, int ordinal, long low, long high) =>
        reader.IsDBNull(ordinal) ? low : Math.Clamp(reader.GetInt64(ordinal), low, high);

    /// <summary>A Spotify id; false where the text is none.</summary>
    public static bool TryId(this SqliteDataReader reader, int ordinal, out TrackId id)
    {
        id = default;
        return !reader.IsDBNull(ordinal) && TrackId.TryParse(reader.GetString(ordinal), out id);
    }

    public static ByteString Key(this TrackId id) => UnsafeByteOperations.UnsafeWrap(id.ToKey());
}
