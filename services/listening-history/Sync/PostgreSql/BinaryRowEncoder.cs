using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Text;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Encodes rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/current/sql-copy.html). Written by hand because one
/// typed call per value costs more than the server's own work.
/// </summary>
internal sealed class BinaryRowEncoder
{
    private const int FlushBytes = 256 * 1024;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

    private readonly ArrayBufferWriter<byte> buffer = new(FlushBytes * 2);
    private readonly DbDataReader rows;
    private readonly Action<int>[] fields;

    public BinaryRowEncoder(DbDataReader rows)
    {
        this.rows = rows;
        fields = [.. Enumerable.Range(0, rows.FieldCount).Select(column => Encoder(rows.GetFieldType(column)))];
    }

    /// <summary>Writes every row with header and trailer; returns how many there were.</summary>
    public async Task<long> WriteAllAsync(Stream output, CancellationToken cancellationToken)
    {
        // Signature, flags, length of the header's extension.
        buffer.Write("PGCOPY\n"u8);
        buffer.Write<byte>([0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var count = 0L;
        while (rows.Read())
        {
            WriteRow();
            count++;
            if (buffer.WrittenCount >= FlushBytes)
                await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }

        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        return count;
    }

    private void WriteRow()
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)fields.Length);
        for (var column = 0; column < fields.Length; column++)
        {
            if (rows.IsDBNull(column))
                BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
            else
                fields[column](column);
        }
    }

    private async Task FlushAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }

    private Action<int> Encoder(Type type) => type switch
    {
        _ when type == typeof(string) => WriteText,
        _ when type == typeof(long) => column => BinaryPrimitives.WriteInt64BigEndian(Field(8), rows.GetInt64(column)),
        _ when type == typeof(int) => column => BinaryPrimitives.WriteInt32BigEndian(Field(4), rows.GetInt32(column)),
        _ when type == typeof(short) => column => BinaryPrimitives.WriteInt16BigEndian(Field(2), rows.GetInt16(column)),
        _ when type == typeof(bool) => column => Field(1)[0] = rows.GetBoolean(column) ? (byte)1 : (byte)0,
        _ when type == typeof(double) => column => BinaryPrimitives.WriteDoubleBigEndian(Field(8), rows.GetDouble(column)),
        _ when type == typeof(DateOnly) => column => BinaryPrimitives.WriteInt32BigEndian(Field(4), rows.GetFieldValue<DateOnly>(column).DayNumber - EpochDay),
        _ when type == typeof(DateTime) => column =>
            BinaryPrimitives.WriteInt64BigEndian(Field(8), (rows.GetDateTime(column).Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        _ => throw new InvalidOperationException($"A column of {type} has no binary form here."),
    };

    /// <summary>No text here holds a NUL, which PostgreSQL would refuse: imports replace it.</summary>
    private void WriteText(int column)
    {
        var text = rows.GetString(column);
        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        buffer.Advance(4 + length);
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        var span = buffer.GetSpan(length)[..length];
        buffer.Advance(length);
        return span;
    }
}
