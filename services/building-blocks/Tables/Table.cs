using System.Buffers;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables;

/// <summary>
/// A generation of a table, open for reading: rows by key, each page read from the file and checked at every read. Any number of threads
/// may read. A damaged page is an <see cref="InvalidDataException"/> that names the file, never a wrong answer.
/// </summary>
public sealed class Table : IDisposable
{
    private readonly TableFile[] files;
    private readonly ulong[] prefixes;
    private readonly byte[] firstKeys;

    /// <param name="files">In the order of keys.</param>
    internal Table(TableStore.Manifest manifest, IReadOnlyList<TableFile> files)
    {
        Manifest = manifest;
        this.files = [.. files];
        prefixes = new ulong[files.Count];
        firstKeys = new byte[files.Count * KeyBytes];
        for (var i = 0; i < files.Count; i++)
        {
            files[i].CopyFirstKey(0, firstKeys.AsSpan(i * KeyBytes, KeyBytes));
            prefixes[i] = KeyPrefix.Of(firstKeys.AsSpan(i * KeyBytes, KeyBytes));
        }
    }

    /// <summary>What the generation is made of and how much it holds.</summary>
    public TableStore.Manifest Manifest { get; }

    /// <summary>The pointer that led here; null for a generation that was opened by its id.</summary>
    public TableStore.TablePointer? Published { get; internal set; }

    public int KeyBytes => Manifest.Plan.KeyBytes;

    /// <summary>The row of a key.</summary>
    /// <param name="read">Reads the value, which is valid during the call alone.</param>
    /// <returns>False when there is no such row.</returns>
    public bool TryFind<T>(ReadOnlySpan<byte> key, Func<ReadOnlySpan<byte>, T> read, out T? row)
    {
        var prefix = KeyPrefix.Of(CheckedKey(key));
        row = default;
        var file = FileOf(key, prefix);
        var page = file < 0 ? -1 : files[file].PageOf(key, prefix);
        if (page < 0)
            return false;
        var buffer = ArrayPool<byte>.Shared.Rent(files[file].PageBytes(page));
        try
        {
            var rows = Read(files[file], page, buffer);
            var index = rows.LowerBound(key, prefix);
            if (index == rows.Rows || !rows.Key(index).SequenceEqual(key))
                return false;
            row = read(rows.Value(index));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The rows of many keys, in the order of the keys' bytes, so that a page that holds several is read once.</summary>
    /// <param name="keys">One behind the other, in any order.</param>
    /// <param name="found">Called for each key that has a row with the key's index and the value, which is valid during the call alone.</param>
    public void FindMany(ReadOnlySpan<byte> keys, ReadOnlySpanAction<byte, int> found)
    {
        if (keys.Length % KeyBytes != 0)
            throw new ArgumentException($"{keys.Length} bytes are no keys of {KeyBytes} bytes.", nameof(keys));
        var count = keys.Length / KeyBytes;
        var prefixes = ArrayPool<ulong>.Shared.Rent(count);
        var order = ArrayPool<int>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
            (prefixes[i], order[i]) = (KeyPrefix.Of(keys.Slice(i * KeyBytes, KeyBytes)), i);
        prefixes.AsSpan(0, count).Sort(order.AsSpan(0, count));
        try
        {
            FindSorted(keys, prefixes.AsSpan(0, count), order, found);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(prefixes);
            ArrayPool<int>.Shared.Return(order);
        }
    }

    /// <summary>All rows in the order of keys, or those from a key on.</summary>
    /// <param name="from">Empty for all.</param>
    /// <param name="isShort">Reads a page at a time: for a few rows.</param>
    public Cursor Scan(ReadOnlySpan<byte> from = default, bool isShort = false)
    {
        var cursor = new Cursor(files, isShort ? 0 : FileCursor.UsualReadBytes);
        if (!from.IsEmpty)
            cursor.Start(CheckedKey(from));
        return cursor;
    }

    /// <summary>Cuts the table into ranges of about equal bytes.</summary>
    /// <param name="rangeBytes">Bytes of a range; a page is never cut.</param>
    /// <returns>The first key of each range, ascending: a scan of a range begins with its key and ends before the next one's.</returns>
    public IReadOnlyList<byte[]> Split(long rangeBytes)
    {
        var starts = new List<byte[]>();
        var room = 0L;
        foreach (var file in files)
        {
            for (var page = 0; page < file.Pages; room -= file.PageBytes(page++))
            {
                if (room > 0)
                    continue;
                var key = new byte[KeyBytes];
                file.CopyFirstKey(page, key);
                starts.Add(key);
                room = rangeBytes;
            }
        }

        return starts;
    }

    /// <summary>Calls back for each key that both tables have.</summary>
    /// <param name="row">Gets the key and both values, which are valid during the call alone.</param>
    public void Join(Table other, Action<ReadOnlySpan<byte>, ReadOnlySpan<byte>, ReadOnlySpan<byte>> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.KeyBytes, KeyBytes);
        using var left = Scan();
        using var right = other.Scan();
        while (left.MoveNext())
        {
            if (right.MoveTo(left.Key))
                row(left.Key, left.Value, right.Value);
            else if (right.AtEnd)
                return;
        }
    }

    /// <summary>Reads every byte, and holds it to its checksum, to the order of keys and to the manifest.</summary>
    /// <exception cref="InvalidDataException">Something is not what was written; the message names the file and what it is.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        for (var i = 0; i < files.Length; i++)
            TableVerifier.Verify(files[i], Manifest.Parts[i], i == 0 ? default : files[i - 1].LastKey, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }

    private static PageReader Read(TableFile file, int page, byte[] buffer)
    {
        var bytes = buffer.AsSpan(0, file.PageBytes(page));
        file.Read(page, bytes);
        return PageReader.Open(bytes, file.Offset(page), file.KeyBytes, file.Name);
    }

    private void FindSorted(ReadOnlySpan<byte> keys, ReadOnlySpan<ulong> sorted, ReadOnlySpan<int> order, ReadOnlySpanAction<byte, int> found)
    {
        byte[] buffer = [];
        var (openFile, openPage) = (-1, -1);
        var rows = default(PageReader);
        try
        {
            for (var i = 0; i < sorted.Length; i++)
            {
                var key = keys.Slice(order[i] * KeyBytes, KeyBytes);
                var file = FileOf(key, sorted[i]);
                var page = file < 0 ? -1 : files[file].PageOf(key, sorted[i]);
                if (page < 0)
                    continue;
                if ((file, page) != (openFile, openPage))
                {
                    buffer = Grown(buffer, files[file].PageBytes(page));
                    rows = Read(files[file], page, buffer);
                    (openFile, openPage) = (file, page);
                }

                var index = rows.LowerBound(key, sorted[i]);
                if (index < rows.Rows && rows.Key(index).SequenceEqual(key))
                    found(rows.Value(index), order[i]);
            }
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grown(byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return buffer;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(bytes);
    }

    /// <summary>The last file whose first key is not above a key, or -1.</summary>
    private int FileOf(ReadOnlySpan<byte> key, ulong prefix)
    {
        var (low, high) = (0, files.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var above = prefixes[middle] != prefix ? prefixes[middle] > prefix : firstKeys.AsSpan(middle * KeyBytes, KeyBytes).SequenceCompareTo(key) > 0;
            if (above)
                high = middle;
            else
                low = middle + 1;
        }

        return low - 1;
    }

    private ReadOnlySpan<byte> CheckedKey(ReadOnlySpan<byte> key) => key.Length == KeyBytes
        ? key
        : throw new ArgumentException($"A key of table {Manifest.Plan.Table} has {KeyBytes} bytes, not {key.Length}.", nameof(key));

    /// <summary>A place among the rows of a table, which moves forward. Not for several threads.</summary>
    public sealed class Cursor : IDisposable
    {
        private readonly TableFile[] files;
        private readonly int readBytes;
        private FileCursor? rows;
        private int file = -1;
        private bool positioned;

        internal Cursor(TableFile[] files, int readBytes) => (this.files, this.readBytes) = (files, readBytes);

        /// <summary>Valid until the next move, as the value is.</summary>
        public ReadOnlySpan<byte> Key => rows!.Key;

        public ReadOnlySpan<byte> Value => rows!.Value;

        /// <summary>Whether the last row was passed.</summary>
        public bool AtEnd { get; private set; }

        /// <exception cref="InvalidDataException">A page is damaged.</exception>
        public bool MoveNext()
        {
            if (positioned)
            {
                positioned = false;
                return !AtEnd;
            }

            while (!AtEnd && (rows is null || !rows.MoveNext()))
                OpenNext();
            return !AtEnd;
        }

        /// <summary>Moves to the first row whose key is not below a key; stays where that is the current row already.</summary>
        /// <returns>Whether that row has the key itself.</returns>
        public bool MoveTo(ReadOnlySpan<byte> key)
        {
            positioned = false;
            while (!AtEnd)
            {
                if (rows is not null && key.SequenceCompareTo(files[file].LastKey) <= 0)
                {
                    rows.MoveTo(key);
                    return rows.Key.SequenceEqual(key);
                }

                OpenNext();
            }

            return false;
        }

        public void Dispose() => rows?.Dispose();

        /// <summary>The next move is to the first row whose key is not below a key.</summary>
        internal void Start(ReadOnlySpan<byte> key)
        {
            MoveTo(key);
            positioned = true;
        }

        private void OpenNext()
        {
            rows?.Dispose();
            rows = null;
            AtEnd = ++file >= files.Length;
            if (!AtEnd)
                rows = new FileCursor(files[file], readBytes);
        }
    }
}
