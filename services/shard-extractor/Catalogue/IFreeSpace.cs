namespace SpotifyPlatform.ShardExtractor.Catalogue;

/// <summary>How much the disk under a folder still takes.</summary>
internal interface IFreeSpace
{
    /// <summary>Bytes available to this process.</summary>
    long AvailableBytes(string folder);
}

internal sealed class DiskFreeSpace : IFreeSpace
{
    public long AvailableBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}

/// <summary>Guards a folder's disk: what would not fit is not begun, and what grows past its announcement stops in time.</summary>
/// <param name="reserveBytes">Left free for everything else on the disk.</param>
internal sealed class DiskGuard(string folder, long reserveBytes, IFreeSpace space)
{
    /// <exception cref="IOException">Too little is free. The event is retried, so the remedy is to make room.</exception>
    public void Require(long bytes, string what)
    {
        var free = space.AvailableBytes(folder);
        if (free - reserveBytes < bytes)
            throw new IOException(
                $"{what} needs {bytes} bytes in {folder} beside the {reserveBytes} kept in reserve, and {free} are free. Make room, or name a larger data folder.");
    }
}
