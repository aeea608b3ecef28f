using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SQLitePCL;

namespace SpotifyPlatform.Sqlite.Stores.Tables;

/// <summary>Inserts pairs through the engine's own calls: the driver's parameters would take half of the time.</summary>
internal sealed class PairInsert : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly sqlite3_stmt statement;

    public PairInsert(SqliteConnection connection)
    {
        this.connection = connection;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v2(connection.Handle, "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?)", out statement), connection.Handle);
    }

    /// <exception cref="ArgumentException">The pair has the higher track first.</exception>
    public void Run(TrackPair pair)
    {
        if (pair.A >= pair.B)
            throw new ArgumentException($"A pair has the lower track first: {pair.A}, {pair.B} is not one.");
        Bind(1, pair.A);
        Bind(2, pair.B);
        _ = raw.sqlite3_bind_int64(statement, 3, pair.Count);
        _ = raw.sqlite3_bind_int64(statement, 4, pair.CountA);
        _ = raw.sqlite3_bind_int64(statement, 5, pair.CountB);
        _ = raw.sqlite3_bind_double(statement, 6, pair.Pmi);
        _ = raw.sqlite3_bind_double(statement, 7, pair.Jaccard);
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        _ = raw.sqlite3_reset(statement);
    }

    public void Dispose() => statement.Dispose();

    private void Bind(int parameter, TrackId track)
    {
        Span<byte> key = stackalloc byte[TrackId.KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, track.Value);
        _ = raw.sqlite3_bind_blob(statement, parameter, key);
    }
}
