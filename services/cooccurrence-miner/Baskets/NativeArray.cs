using System.Runtime.InteropServices;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Zeroed unmanaged memory of any length, freed on dispose.</summary>
internal sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    public NativeArray(long length)
    {
        Length = length;
        Pointer = (T*)NativeMemory.AllocZeroed((nuint)Math.Max(length, 1), (nuint)sizeof(T));
    }

    ~NativeArray() => Free();

    public T* Pointer { get; private set; }

    public long Length { get; private set; }

    public ref T this[long index] => ref Pointer[index];

    public Span<T> Span(long start, int length) => new(Pointer + start, length);

    /// <summary>Keeps the first elements. Added elements are not zeroed.</summary>
    public void Resize(long length)
    {
        Pointer = (T*)NativeMemory.Realloc(Pointer, (nuint)Math.Max(length, 1) * (nuint)sizeof(T));
        Length = length;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(Pointer);
        Pointer = null;
        Length = 0;
    }
}
