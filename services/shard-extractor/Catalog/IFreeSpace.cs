using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The free space of the disk of a folder.</summary>
internal interface IFreeSpace
{
    /// <summary>Bytes available to this process.</summary>
    long AvailableBytes(string folder);
}

internal sealed class DiskFreeSpace : IFreeSpace
{
    public long AvailableBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}

/// <summary>Keeps the data folder's disk from filling up: work that would not fit is not started, or stopped in time.</summary>
internal sealed class DiskGuard(IOptions<ShardExtractorOptions> options, IFreeSpace space)
{
    /// <exception cref="IOException">Too little space is free. The event is retried until there is enough.</exception>
    public void Require(long bytes, string what)
    {
        var (folder, reserve) = (options.Value.DataFolder, options.Value.DiskReserveBytes);
        var free = space.AvailableBytes(folder);
        if (free - reserve < bytes)
            throw new IOException(
                $"{what} needs {bytes} bytes in {folder} in addition to the {reserve} that stay free (DiskReserveBytes), but {free} are free. Free space, or use another data folder.");
    }
}
