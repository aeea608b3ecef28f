using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Sqlite.Stores.Tables;

internal static class Reading
{
    public static Task<T> ReadAsync<T>(this SqliteDatabase database, Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(database.Read(work));

    /// <summary>One prepared lookup per distinct id, in the order of the keys; about 3 us each within the read transaction.</summary>
    /// <param name="sql">Finds at most one row for <c>$id</c>.</param>
    [SuppressMessage("Security", "CA2100", Justification = "Statements are constants of the program; values are parameters.")]
    public static IReadOnlyList<T> Lookup<T>(
        this SqliteConnection connection, string sql, IEnumerable<TrackId> ids, Func<TrackId, SqliteDataReader, T?> map)
        where T : class
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.Parameters.Add("$id", SqliteType.Blob);
        var found = new List<T>();
        foreach (var id in ids.Distinct().Order())
        {
            parameter.Value = id.ToKey();
            using var reader = command.ExecuteReader();
            if (reader.Read() && map(id, reader) is { } row)
                found.Add(row);
        }

        return found;
    }

    public static TrackId GetTrackId(this SqliteDataReader reader, int ordinal) => TrackId.FromKey(reader.GetFieldValue<byte[]>(ordinal));

    public static Isrc? IsrcOrNull(this SqliteDataReader reader, int ordinal) =>
        reader.TextOrNull(ordinal) is { } text ? Isrc.Parse(text) : null;

    public static Mbid? MbidOrNull(this SqliteDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : Mbid.FromBytes(reader.GetFieldValue<byte[]>(ordinal));
}
