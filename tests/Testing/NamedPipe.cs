using System.Runtime.InteropServices;

namespace SpotifyPlatform.Testing;

/// <summary>Creates named pipes, which block whoever opens them. For tests of untrusted folders on Linux.</summary>
public static partial class NamedPipe
{
    private const uint OwnerReadsAndWrites = 0x180;

    public static void Create(string path)
    {
        if (MakePipe(path, OwnerReadsAndWrites) != 0)
            throw new IOException($"The pipe {path} cannot be created: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
