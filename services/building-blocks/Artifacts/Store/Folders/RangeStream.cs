namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>Reads a part of a file from its beginning to its end; disposing closes the file.</summary>
internal sealed class RangeStream(FileStream file, ByteRange range) : ForwardReadStream
{
    private long position;

    public override long Length => range.Length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) =>
        Advance(RandomAccess.Read(file.SafeFileHandle, buffer[..Rest(buffer.Length)], range.Offset + position));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Advance(
        await RandomAccess.ReadAsync(file.SafeFileHandle, buffer[..Rest(buffer.Length)], range.Offset + position, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Rest(int wanted) => (int)Math.Min(wanted, range.Length - position);

    private int Advance(int count)
    {
        position += count;
        return count;
    }
}
