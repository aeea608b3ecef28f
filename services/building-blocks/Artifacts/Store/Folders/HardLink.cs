using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>A second name for a file. Unlike a rename it never replaces what has the name already.</summary>
internal static partial class HardLink
{
    private const int AlreadyExists = 17; // EEXIST, the same on Linux and macOS

    public static LinkOutcome Create(string existing, string name)
    {
        if (OperatingSystem.IsWindows())
            return LinkOutcome.NotSupported;
        if (Link(existing, name) == 0)
            return LinkOutcome.Created;
        return Marshal.GetLastPInvokeError() == AlreadyExists ? LinkOutcome.Exists : LinkOutcome.NotSupported;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}

internal enum LinkOutcome
{
    Created,
    Exists,

    /// <summary>Another file system, one without links, or a fault: the caller's fallback either works or tells the fault.</summary>
    NotSupported,
}
