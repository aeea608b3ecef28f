using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed class BatchesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Extract_MoreThanAnEventHolds_FillsOneBatchAfterTheOther()
    {
        var file = new DataSet(folder.File("input")).Tracks(connection =>
        {
            connection.Artist(1, "An artist with a name");
            for (var row = 1; row <= 20_000; row++)
                connection.Track(row, $"Track number {row}, which has a name of some length", artists: 1);
        });

        var bus = await ExtractAsync(file, "data");

        Assert.Equal(Enumerable.Range(1, 20_000).Select(row => Ids.Track(row).ToKey()), bus.Tracks.Select(t => t.SpotifyId.ToByteArray()));
        var batches = bus.Published.Where(p => p.Key.Contains("/tracks/", StringComparison.Ordinal) && !p.Key.Contains("/done/", StringComparison.Ordinal))
            .Select(p => TracksExtracted.Parser.ParseFrom(p.Value)).OrderBy(e => e.Origin.Batch).ToList();
        Assert.Equal(Enumerable.Range(0, batches.Count).Select(n => (long)n), batches.Select(b => b.Origin.Batch));
        Assert.All(batches, b => Assert.Equal(file.Sha256, Convert.ToHexStringLower(b.Origin.FileSha256.Span)));
        Assert.All(batches.Take(4), b => Assert.InRange(b.CalculateSize(), 250_000, 256 * 1024));
        Assert.Equal(batches.Count, Assert.Single(bus.Files).Batches);
        Assert.Equal(bus.Published, (await ExtractAsync(file, "again")).Published);
    }

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

    public void Dispose() => folder.Dispose();

    private async Task<RecordingBus> ExtractAsync(CatalogFile file, string data)
    {
        var bus = new RecordingBus();
        using var extractor = new Extractor(folder.File(data), bus);
        await extractor.ExtractAsync(file);
        Assert.Contains(extractor.Progress, p => p.Stage == "tracks" && p.Done == p.Total);
        return bus;
    }
}
