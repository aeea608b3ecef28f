using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Reads columns whose declared type guarantees nothing: a SQLite column holds values of any type.</summary>
internal static class ColumnReader
{
    private const int MaxNumberCharacters = 64;

    /// <summary>A whole number, also one that is stored as 4.0; null where the value is none.</summary>
    public static long? Whole(this SqliteDataReader reader, int ordinal)
    {
        var type = reader.GetFieldType(ordinal);
        if (type == typeof(long))
            return reader.GetInt64(ordinal);
        if (type == typeof(double))
            return WholeNumber.From(reader.GetDouble(ordinal));
        return type == typeof(string) && reader.GetString(ordinal) is { Length: <= MaxNumberCharacters } text
            && WholeNumber.Read(Encoding.UTF8.GetBytes(text), out var whole) == WholeNumberKind.Whole
            ? whole
            : null;
    }

    /// <summary>A whole number clamped to a range; the lower bound where the value is absent or not a whole number, which is counted.</summary>
    public static long Bounded(this SqliteDataReader reader, int ordinal, long low, long high, DropCounts? dropped = null)
    {
        if (reader.IsDBNull(ordinal))
            return low;
        if (reader.Whole(ordinal) is { } number)
            return Math.Clamp(number, low, high);
        dropped?.Add(DropReasons.ValueInvalid);
        return low;
    }

    /// <summary>A Spotify id; false where the value is none.</summary>
    public static bool TryId(this SqliteDataReader reader, int ordinal, out TrackId id)
    {
        id = default;
        return !reader.IsDBNull(ordinal) && TrackId.TryParse(reader.GetString(ordinal), out id);
    }
}
