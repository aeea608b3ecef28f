using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Sqlite.Stores.Tables;

/// <summary>A <see cref="TrackDescription"/> as columns; genres are a JSON array, so that SQL can take them apart; artists are their keys, one after the other.</summary>
internal static class DescriptionColumns
{
    public const string Definition =
        "title TEXT NOT NULL, artist TEXT NOT NULL, popularity INTEGER NOT NULL, year INTEGER, isrc TEXT, genres TEXT NOT NULL, explicit INTEGER NOT NULL, artist_ids BLOB NOT NULL";

    public static readonly string[] Names = ["title", "artist", "popularity", "year", "isrc", "genres", "explicit", "artist_ids"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static object?[] Values(TrackDescription row) =>
        [row.Title, row.Artist, row.Popularity, row.Year, row.Isrc?.Code, JsonSerializer.Serialize(row.Genres, Plain),
        row.Explicit ? 1 : 0, row.ArtistIds.SelectMany(artist => artist.ToKey()).ToArray()];

    /// <param name="first">The ordinal of the first column.</param>
    public static TrackDescription Read(TrackId id, SqliteDataReader reader, int first) => new(
        id,
        reader.GetString(first),
        reader.GetString(first + 1),
        reader.GetInt32(first + 2),
        reader.ValueOrNull<int>(first + 3),
        reader.IsrcOrNull(first + 4),
        JsonSerializer.Deserialize<string[]>(reader.GetString(first + 5), Plain)!)
    {
        Explicit = reader.GetInt32(first + 6) != 0,
        ArtistIds = [.. reader.GetFieldValue<byte[]>(first + 7).Chunk(ArtistId.KeyLength).Select(key => ArtistId.FromKey(key))],
    };
}
