using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed class BatchesTests
{
    [Fact]
    public void Cut_RowsThatJustFit_StandInOneEvent()
    {
        var dropped = new DropCounts();
        var most = new CatalogTrack { Name = new string('x', BatchSplitter.MaxRowBytes - 8) };
        var tooMuch = new CatalogTrack { Name = new string('x', BatchSplitter.MaxRowBytes - 7) };
        var small = new CatalogTrack { Name = "small" };

        var batches = BatchSplitter.Split([small, most, tooMuch, small, small], dropped);

        Assert.Equal([[small], [most], [small, small]], batches);
        Assert.Equal(1, Assert.Single(dropped.Counts).Value);
    }
}
