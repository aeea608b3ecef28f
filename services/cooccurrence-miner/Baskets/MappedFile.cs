using System.IO.MemoryMappedFiles;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// A memory-mapped file of the data folder, which no other program may change: truncating the file while it is mapped crashes the process.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly FileStream stream;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;

    private MappedFile(FileStream stream, bool writable)
    {
        this.stream = stream;
        var access = writable ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        map = MemoryMappedFile.CreateFromFile(stream, null, 0, access, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(0, 0, access);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = pointer;
        Length = stream.Length;
    }

    public byte* Pointer { get; }

    public long Length { get; }

    public static MappedFile Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), writable: false);

    /// <summary>Creates a file with all blocks allocated, so that a full disk fails here and not while the mapping is written.</summary>
    public static MappedFile Create(string path, long length)
    {
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, PreallocationSize = length,
        });
        stream.SetLength(length);
        return new MappedFile(stream, writable: true);
    }

    /// <summary>Flushes everything written to the disk.</summary>
    public void Sync()
    {
        view.Flush();
        stream.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
        stream.Dispose();
    }
}
