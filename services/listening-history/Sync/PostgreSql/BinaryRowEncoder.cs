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

    private byte[] buffer = new byte[FlushBytes * 2];
    private int length;

    /// <summary>Writes every row with header and trailer; returns how many there were.</summary>
    public async Task<long> WriteAllAsync(IArrowArrayStream rows, CancellationToken cancellationToken)
    {
        // Signature, flags, length of the header's extension.
        "PGCOPY\n"u8.CopyTo(Take(7));
        ((ReadOnlySpan<byte>)[0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0]).CopyTo(Take(12));
        var count = 0L;
        while (await rows.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } read)
        {
            using var batch = read;
            var fields = batch.Arrays.Select(Field).ToArray();
            for (var row = 0; row < batch.Length; row++)
            {
                BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)fields.Length);
                foreach (var write in fields)
                    write(row);
                if (length >= FlushBytes)
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
        await output.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        length = 0;
    }

    private Action<int> Field(IArrowArray column) => column switch
    {
        StringArray texts => Text(texts),
        Int64Array numbers => Number<long>(numbers, 8, BinaryPrimitives.WriteInt64BigEndian),
        Int32Array numbers => Number<int>(numbers, 4, BinaryPrimitives.WriteInt32BigEndian),
        Int16Array numbers => Number<short>(numbers, 2, BinaryPrimitives.WriteInt16BigEndian),
        DoubleArray numbers => Number<double>(numbers, 8, BinaryPrimitives.WriteDoubleBigEndian),
        Date32Array dates => Number<int>(dates, 4, static (field, days) => BinaryPrimitives.WriteInt32BigEndian(field, days - EpochDays)),
        TimestampArray times => Number<long>(times, 8, static (field, time) => BinaryPrimitives.WriteInt64BigEndian(field, time - EpochMicroseconds)),
        BooleanArray flags => row => WriteFlag(flags.GetValue(row)),
        _ => throw new InvalidOperationException($"A column of {column.Data.DataType.Name} has no binary form here."),
    };

    /// <summary>Reads from a copy of the column, because each access to Arrow's own memory costs more than the value's encoding.</summary>
    private Action<int> Number<T>(PrimitiveArray<T> column, int size, WriteValue<T> write)
        where T : struct, IEquatable<T>
    {
        var values = column.Values.ToArray();
        var nulls = Nulls(column);
        return row =>
        {
            if (nulls is not null && nulls[row])
            {
                WriteNull();
                return;
            }

            var field = Take(4 + size);
            BinaryPrimitives.WriteInt32BigEndian(field, size);
            write(field[4..], values[row]);
        };
    }

    /// <summary>No text here holds a NUL, which PostgreSQL would refuse: imports replace it.</summary>
    private Action<int> Text(StringArray column)
    {
        var offsets = column.ValueOffsets.ToArray();
        var bytes = column.Values[..offsets[column.Length]].ToArray();
        var nulls = Nulls(column);
        return row =>
        {
            if (nulls is not null && nulls[row])
            {
                WriteNull();
                return;
            }

            var text = bytes.AsSpan(offsets[row]..offsets[row + 1]);
            var field = Take(4 + text.Length);
            BinaryPrimitives.WriteInt32BigEndian(field, text.Length);
            text.CopyTo(field[4..]);
        };
    }

    private void WriteFlag(bool? flag)
    {
        if (flag is not { } value)
        {
            WriteNull();
            return;
        }

        BinaryPrimitives.WriteInt32BigEndian(Take(4), 1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
    }

    private void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    /// <returns>Null if every row has a value.</returns>
    private static bool[]? Nulls(IArrowArray column)
    {
        if (column.NullCount == 0)
            return null;
        var nulls = new bool[column.Length];
        for (var row = 0; row < nulls.Length; row++)
            nulls[row] = column.IsNull(row);
        return nulls;
    }

    private Span<byte> Take(int size)
    {
        if (buffer.Length - length < size)
            System.Array.Resize(ref buffer, (buffer.Length * 2) + size);
        var start = length;
        length += size;
        return buffer.AsSpan(start, size);
    }

    private delegate void WriteValue<T>(Span<byte> field, T value);
}
