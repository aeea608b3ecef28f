using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SpotifyPlatform.Sqlite;

/// <summary>
/// The checksum of a row: the CRC-32C of the types and values of its other columns. Each table of ours has it as a stored generated column
/// (<c>checksum INTEGER NOT NULL AS (row_checksum(...)) STORED</c>), so that SQLite computes it at each write; <see cref="SqliteCheck"/> compares it.
/// </summary>
internal static class RowChecksum
{
    public const string Function = "row_checksum";

    /// <summary>Has a connection know the function; without it rows can be read, but not written.</summary>
    public static void Register(SqliteConnection connection)
    {
        var error = raw.sqlite3_create_function(connection.Handle, Function, -1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, Compute);
        SqliteException.ThrowExceptionForRC(error, connection.Handle);
    }

    private static void Compute(sqlite3_context context, object userData, sqlite3_value[] values)
    {
        var crc = uint.MaxValue;
        foreach (var value in values)
        {
            var type = raw.sqlite3_value_type(value);
            crc = BitOperations.Crc32C(crc, (byte)type);
            switch (type)
            {
                case raw.SQLITE_INTEGER:
                    crc = BitOperations.Crc32C(crc, (ulong)raw.sqlite3_value_int64(value));
                    break;
                case raw.SQLITE_FLOAT:
                    crc = BitOperations.Crc32C(crc, BitConverter.DoubleToUInt64Bits(raw.sqlite3_value_double(value)));
                    break;
                case raw.SQLITE_TEXT or raw.SQLITE_BLOB:
                    // Of a text its UTF-8 bytes.
                    var bytes = raw.sqlite3_value_blob(value);
                    crc = BitOperations.Crc32C(Append(crc, bytes), (uint)bytes.Length);
                    break;
            }
        }

        raw.sqlite3_result_int64(context, ~crc);
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var rest in bytes)
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }
}
