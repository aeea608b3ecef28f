using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Durable;

/// <summary>Makes renames and removals in a folder durable.</summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Syncs a folder's entries. Windows journals them itself and has no such call.</summary>
    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The folder {path} cannot be opened to sync it: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Fsync(descriptor) != 0)
                throw new IOException($"The folder {path} cannot be synced: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
