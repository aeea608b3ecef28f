using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.Vectors.Layout;

/// <summary>
/// Private bytes that are written and then read: in memory, or in a scratch file that is mapped once it is sealed. The file is deleted when it has been
/// opened, so that nobody can change it and a crash leaves nothing.
/// </summary>
internal sealed unsafe class ScratchBytes : IDisposable
{
    private const int Alignment = 64;

    private readonly FileStream? file;
    private byte* memory;
    private MemoryMappedFile? mapping;
    private MemoryMappedViewAccessor? view;

    /// <param name="folder">Where the scratch file is; null for bytes in memory.</param>
    public ScratchBytes(long length, string? folder)
    {
        Length = length;
        if (folder is null)
        {
            memory = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(Alignment, length), Alignment);
            return;
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"vectors-{Guid.NewGuid():N}");
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0,
            // A full disk fails here, rather than as a fault of mapped memory or after hours.
            PreallocationSize = length,
        });
        File.Delete(path);
        file.SetLength(length);
    }

    public long Length { get; }

    /// <summary>Of bytes in memory, or of a sealed file.</summary>
    public byte* Start => memory;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - bytes.Length);
        if (file is null)
            bytes.CopyTo(new Span<byte>(memory + offset, bytes.Length));
        else
            RandomAccess.Write(file.SafeFileHandle, bytes, offset);
    }

    /// <summary>Maps the file for reading; nothing is written any more.</summary>
    public void Seal()
    {
        if (file is null || mapping is not null)
            return;
        mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref memory);
    }

    ~ScratchBytes() => Free();

    public void Dispose()
    {
        Free();
        view?.Dispose();
        mapping?.Dispose();
        file?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (file is null)
            NativeMemory.AlignedFree(memory);
        else if (memory is not null)
            view!.SafeMemoryMappedViewHandle.ReleasePointer();
        memory = null;
    }
}
