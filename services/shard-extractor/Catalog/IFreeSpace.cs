using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ShardExtractor.Catalog;

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
internal sealed class DiskGuard(IOptions<ShardExtractorOptions> options, IFreeSpace space)
{
    /// <exception cref="IOException">Too little is free. The event is retried, so the remedy is to make room.</exception>
    public void Require(long bytes, string what)
    {
        var (folder, reserve) = (options.Value.DataFolder, options.Value.DiskReserveBytes);
        var free = space.AvailableBytes(folder);
        if (free - reserve < bytes)
            throw new IOException(
                $"{what} needs {bytes} bytes in {folder} beside the {reserve} kept in reserve, and {free} are free. Make room, or name a larger data folder.");
    }
}
