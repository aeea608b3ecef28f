using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Tests.Consumers;

public sealed class TrackIsrcConsumerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly XrefProcess xref;

    public TrackIsrcConsumerTests() => xref = new XrefProcess(folder.Path, new FakeEventBus());

    [Fact]
    public async Task Handle_IdOfTheWrongLength_IsRefusedWhole()
    {
        var batch = Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1)), new CatalogTrack { Name = "Odd", SpotifyId = ByteString.CopyFrom(1, 2) });
        var refusal = await xref.HandleAsync(batch);
        Assert.Equal("bad_event", refusal!.Reason);
        Assert.Contains("'Odd'", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await xref.Store.GetAsync([Scenario.Track(1)], CancellationToken.None));
    }

    [Fact]
    public async Task Handle_TrackTwiceInABatch_TakesTheLast()
    {
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1)), Scenario.Row(1, Scenario.Isrc(2))));
        Assert.Equal(Scenario.Isrc(2), Assert.Single(await xref.Store.GetAsync([Scenario.Track(1)], CancellationToken.None)).Isrc!.Value.Code);
    }

    [Fact]
    public async Task Handle_NewerCatalogWithoutTheIsrc_ForgetsIt()
    {
        var dump = new DumpBuilder { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)), Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 1) };
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1))));
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, "")));
        await xref.HandleAsync(dump.Write(folder.Path));
        Assert.Equal(TrackMatch.None(Scenario.Track(1), null), Assert.Single(await xref.Store.GetAsync([Scenario.Track(1)], CancellationToken.None)));
    }

    [Fact]
    public async Task Handle_BatchOfAnOlderCatalogAfterANewerOne_ReplacesNothing()
    {
        var older = Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1)), Scenario.Row(3, Scenario.Isrc(3)));
        var newer = Scenario.Batch(Scenario.Row(1, Scenario.Isrc(2)));
        (older.Origin.Revision, newer.Origin.Revision) = (1, 2);
        foreach (var batch in new[] { older, newer, older })
            Assert.Null(await xref.HandleAsync(batch));
        Assert.Equal(Scenario.Isrc(2), Assert.Single(await xref.Store.GetAsync([Scenario.Track(1)], CancellationToken.None)).Isrc!.Value.Code);
    }

    [Fact]
    public async Task Handle_EmptyBatch_IsNothing() => Assert.Null(await xref.HandleAsync(Scenario.Batch()));

    public void Dispose()
    {
        xref.Dispose();
        folder.Dispose();
    }
}
