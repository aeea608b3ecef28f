namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>A disk with so many free bytes.</summary>
internal sealed class FixedSpace(long bytes) : IFreeSpace
{
    public long AvailableBytes(string folder) => bytes;
}
