using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts;

/// <summary>
/// Tells regular files from pipes, devices and sockets. Those look like empty files, but block when they are opened or never end
/// when they are read, so inputs are checked before they are opened.
/// </summary>
public static unsafe partial class RegularFile
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int NotPermitted = 1;
    private const int NotImplemented = 38;

    /// <summary>Whether a path leads, through links, to a regular file. Opens nothing.</summary>
    public static bool Exists(string path) => File.Exists(path) && (!OperatingSystem.IsLinux() || IsRegular(path));

    private static bool IsRegular(string path)
    {
        // statx has one layout on every architecture and C library; stat has not.
        var status = stackalloc byte[StatxBytes];
        if (Statx(CurrentFolder, path, 0, TypeOnly, status) == 0)
            return (*(ushort*)(status + ModeOffset) & TypeMask) == Regular;
        // A sandbox that forbids the call must not make every file unreadable.
        return Marshal.GetLastPInvokeError() is NotPermitted or NotImplemented;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* status);
}
