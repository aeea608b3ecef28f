using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>
/// Append-only log of changes. A header with the dimensions, then frames: magic, length, CRC-32C of the payload, CRC-32C of these twelve bytes. The
/// payload is a list of changes: 1 (put) or 2 (remove), the key of the id, and for a put the length and bytes of the record. Each frame is synced
/// before the next starts, so only the last one can be torn; a bad frame before a good one means corruption.
/// </summary>
internal sealed class TailLog : IDisposable
{
    public const int HeaderBytes = 16;

    private const ulong Magic = 0x31_4C_49_41_54_56_50_53; // "SPVTAIL1"
    private const uint FrameMagic = 0x4D_41_52_46; // "FRAM"
    private const int FrameHeader = 16;

    /// <summary>Target size of a frame; the last change may exceed it.</summary>
    private const int FrameBytes = 4 << 20;

    private const int MaxFrame = FrameBytes + PointRecord.MaxBytes + 64;
    private const byte Put = 1, Remove = 2;

    private readonly string path;
    private readonly SafeFileHandle handle;

    private TailLog(string path, SafeFileHandle handle) => (this.path, this.handle) = (path, handle);

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Null if there is no tail yet, or only a torn header.</summary>
    /// <exception cref="InvalidDataException">The file is not a tail, or has other dimensions.</exception>
    public static TailLog? Open(string path, int dimensions, bool write = false)
    {
        if (!File.Exists(path))
            return null;
        var log = new TailLog(path, File.OpenHandle(
            path, FileMode.Open, write ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (RandomAccess.Read(log.handle, header, 0) < HeaderBytes)
            {
                log.Dispose();
                return null;
            }

            if (!header.SequenceEqual(Header(BinaryPrimitives.ReadInt32LittleEndian(header[8..]))))
                throw Corruption.In(path, "its header is malformed");
            if (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) is var found && found != dimensions)
                throw OtherDimensions(path, found, dimensions);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Null if there is no tail yet.</summary>
    public static int? DimensionsOf(string path)
    {
        if (!File.Exists(path))
            return null;
        using var stream = File.OpenRead(path);
        var header = new byte[HeaderBytes];
        return stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes ? null : BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
    }

    /// <summary>Creates a synced tail: empty, or with the frames of another tail from an offset on.</summary>
    public static void Create(string path, int dimensions, TailLog? rest, long from, long to)
    {
        using var file = new StagedFile(path);
        file.Stream.Write(Header(dimensions));
        var buffer = new byte[1 << 20];
        while (from < to)
        {
            var read = RandomAccess.Read(rest!.handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from)), from);
            file.Stream.Write(buffer, 0, read);
            from += read;
        }

        file.Publish();
        DurableFolder.Sync(Path.GetDirectoryName(path)!);
    }

    public static InvalidDataException OtherDimensions(string path, int found, int wanted) => new(
        $"{path} holds vectors of {found} numbers, the configuration needs {wanted}. Set Embedding:Dimensions to match {found}, or move the folder {Path.GetDirectoryName(path)} away and rebuild the vectors from the feature store (platform reindex).");

    /// <summary>Appends changes; all are durable when the method returns. A null record removes the id.</summary>
    public void Append(IEnumerable<(TrackId Id, byte[]? Record)> changes)
    {
        using var frame = new MemoryStream();
        Span<byte> header = stackalloc byte[FrameHeader], length = stackalloc byte[sizeof(int)];
        foreach (var (id, record) in changes)
        {
            if (frame.Length == 0)
                frame.Write(header);
            frame.WriteByte(record is null ? Remove : Put);
            frame.Write(id.ToKey());
            if (record is not null)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
                frame.Write(length);
                frame.Write(record);
            }

            if (frame.Length >= FrameBytes)
                Flush(frame);
        }

        if (frame.Length > 0)
            Flush(frame);
    }

    /// <summary>Reads the complete frames from an offset on.</summary>
    /// <param name="removed">Called with each removed id.</param>
    /// <returns>The end of the complete frames. After it there may be a torn frame, or one that is being written.</returns>
    /// <exception cref="InvalidDataException">A frame before the last is corrupt.</exception>
    public long Read(long from, long to, Action<TrackId, ReadOnlyMemory<byte>> put, Action<TrackId> removed)
    {
        while (from < to && ReadFrame(from, to) is { } payload)
        {
            Changes(payload, put, removed);
            from += FrameHeader + payload.Length;
        }

        if (to - from > MaxFrame || (from < to && HasFrameAfter(from, to)))
            throw Corruption.In(path, $"the frame at offset {from} does not match its checksum");
        return from;
    }

    /// <summary>Truncates a torn frame. The caller holds the write lock.</summary>
    public void TruncateAt(long end)
    {
        RandomAccess.SetLength(handle, end);
        RandomAccess.FlushToDisk(handle);
    }

    public void Dispose() => handle.Dispose();

    private static byte[] Header(int dimensions)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), dimensions);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Checksum.Of(header.AsSpan(0, 12)));
        return header;
    }

    private void Flush(MemoryStream frame)
    {
        var bytes = frame.GetBuffer().AsSpan(0, (int)frame.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, FrameMagic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], bytes.Length - FrameHeader);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Checksum.Of(bytes[FrameHeader..]));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Checksum.Of(bytes[..12]));
        RandomAccess.Write(handle, bytes, Length);
        RandomAccess.FlushToDisk(handle);
        frame.SetLength(0);
    }

    private byte[]? ReadFrame(long at, long to)
    {
        Span<byte> header = stackalloc byte[FrameHeader];
        if (to - at < FrameHeader || RandomAccess.Read(handle, header, at) < FrameHeader || !IsHeader(header, out var length) || to - at - FrameHeader < length)
            return null;
        var payload = GC.AllocateUninitializedArray<byte>(length);
        for (var read = 0; read < length;)
        {
            var some = RandomAccess.Read(handle, payload.AsSpan(read), at + FrameHeader + read);
            if (some == 0)
                return null;
            read += some;
        }

        return Checksum.Of(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) ? payload : null;
    }

    private static bool IsHeader(ReadOnlySpan<byte> header, out int length)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == FrameMagic
            && Checksum.Of(header[..12]) == BinaryPrimitives.ReadUInt32LittleEndian(header[12..])
            && length is > 0 and <= MaxFrame;
    }

    private bool HasFrameAfter(long from, long to)
    {
        var bytes = new byte[to - from];
        var length = RandomAccess.Read(handle, bytes, from);
        for (var at = 1; at + FrameHeader <= length; at++)
            if (IsHeader(bytes.AsSpan(at, FrameHeader), out _) && ReadFrame(from + at, to) is not null)
                return true;
        return false;
    }

    private void Changes(byte[] payload, Action<TrackId, ReadOnlyMemory<byte>> put, Action<TrackId> removed)
    {
        for (var at = 0; at < payload.Length;)
        {
            var id = TrackId.FromKey(Slice(payload, at + 1, TrackId.KeyLength).Span);
            var kind = payload[at];
            at += 1 + TrackId.KeyLength;
            if (kind == Remove)
            {
                removed(id);
                continue;
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(Slice(payload, at, sizeof(int)).Span);
            put(id, Slice(payload, at + sizeof(int), length));
            at += sizeof(int) + length;
        }
    }

    private ReadOnlyMemory<byte> Slice(byte[] payload, int at, int length) =>
        length >= 0 && at <= payload.Length - length ? payload.AsMemory(at, length) : throw Corruption.In(path, "a frame contains a malformed change");
}
