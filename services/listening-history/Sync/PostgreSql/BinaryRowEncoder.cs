using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Encodes rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/current/sql-copy.html). Written by hand because one
/// typed call per value costs more than the server's own work.
/// </summary>
internal sealed class BinaryRowEncoder(Stream output)
{
    private const int FlushBytes = 256 * 1024;

    // PostgreSQL counts from 2000-01-01, Arrow from 1970-01-01.
    private const int EpochDays = 10_957;
    private const long EpochMicroseconds = EpochDays * 86_400_000_000L;

    private readonly ArrayBufferWriter<byte> buffer = new(FlushBytes * 2);

    /// <summary>Writes every row with header and trailer; returns how many there were.</summary>
    public async Task<long> WriteAllAsync(IArrowArrayStream rows, CancellationToken cancellationToken)
    {
        // Signature, flags, length of the header's extension.
        buffer.Write("PGCOPY\n"u8);
        buffer.Write<byte>([0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var count = 0L;
        while (await rows.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } read)
        {
            using var batch = read;
            var fields = batch.Arrays.Select(Encoder).ToArray();
            for (var row = 0; row < batch.Length; row++)
            {
                BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)fields.Length);
                foreach (var write in fields)
                    write(row);
                if (buffer.WrittenCount >= FlushBytes)
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            count += batch.Length;
        }

        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }

    private Action<int> Encoder(IArrowArray column) => column switch
    {
        StringArray texts => row => WriteText(texts, row),
        Int64Array numbers => Number(numbers, row => BinaryPrimitives.WriteInt64BigEndian(Field(8), numbers.Values[row])),
        Int32Array numbers => Number(numbers, row => BinaryPrimitives.WriteInt32BigEndian(Field(4), numbers.Values[row])),
        Int16Array numbers => Number(numbers, row => BinaryPrimitives.WriteInt16BigEndian(Field(2), numbers.Values[row])),
        DoubleArray numbers => Number(numbers, row => BinaryPrimitives.WriteDoubleBigEndian(Field(8), numbers.Values[row])),
        BooleanArray flags => Number(flags, row => Field(1)[0] = flags.GetValue(row) is true ? (byte)1 : (byte)0),
        Date32Array dates => Number(dates, row => BinaryPrimitives.WriteInt32BigEndian(Field(4), dates.Values[row] - EpochDays)),
        TimestampArray times => Number(times, row => BinaryPrimitives.WriteInt64BigEndian(Field(8), times.Values[row] - EpochMicroseconds)),
        _ => throw new InvalidOperationException($"A column of {column.Data.DataType.Name} has no binary form here."),
    };

    /// <summary>No text here holds a NUL, which PostgreSQL would refuse: imports replace it.</summary>
    private void WriteText(StringArray texts, int row)
    {
        var text = texts.GetBytes(row, out var isNull);
        BinaryPrimitives.WriteInt32BigEndian(Take(4), isNull ? -1 : text.Length);
        buffer.Write(text);
    }

    /// <summary>Writes a value of fixed length, or that there is none.</summary>
    private Action<int> Number(IArrowArray column, Action<int> write) => column.NullCount == 0 ? write : row =>
    {
        if (column.IsNull(row))
            BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
        else
            write(row);
    };

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
