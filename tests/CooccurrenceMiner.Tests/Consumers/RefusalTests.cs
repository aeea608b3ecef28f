using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Mining.V1;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Consumers;

public sealed class RefusalTests
{
    private static readonly PlaylistsFile File = new(1, [Playlist.Of(1, 2, 3, 4, 5), Playlist.Of(2, 3, 4, 5, 6), Playlist.Of(2, 3, 4, 5, 7)]);

    public static TheoryData<string, Action<PlaylistsExtracted>> Faults() => new()
    {
        { "hash has 0 bytes", batch => batch.Origin = null },
        { "hash has 3 bytes", batch => batch.Origin.FileSha256 = ByteString.CopyFrom(1, 2, 3) },
        { "batch number is -1", batch => batch.Origin.Batch = -1 },
        { "Basket 1 of batch 0: 79 bytes", batch => batch.Baskets[1].TrackIds = ByteString.CopyFrom(batch.Baskets[1].TrackIds.Span[1..]) },
        { "Basket 0 of batch 0: track 1 is not greater", batch => batch.Baskets[0].TrackIds = ByteString.CopyFrom(new byte[80]) },
        { "a popularity is 101", batch => batch.Baskets[0].Popularities = ByteString.CopyFrom(1, 2, 101, 4, 5) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Batch_Malformed_IsRefusedAndNotKept(string sentence, Action<PlaylistsExtracted> spoil)
    {
        using var scenario = new MinerScenario();
        var batch = File.Batches()[0];
        spoil(batch);
        var refusal = await scenario.HandleAsync(batch);
        Assert.Equal("malformed", refusal?.Reason);
        Assert.Contains(sentence, refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(scenario.Kept(File));
    }

    [Fact]
    public async Task Batch_WithEmptyBaskets_IsKept()
    {
        using var scenario = new MinerScenario();
        await scenario.HandleAsync(new PlaylistsFile(1, [Playlist.Of(), Playlist.Of(1)]).Events());
        Assert.Equal([0, 1], scenario.Kept(File));
    }

    [Fact]
    public async Task FileEnd_WithoutAHash_IsRefused()
    {
        using var scenario = new MinerScenario();
        Assert.Equal("malformed", (await scenario.HandleAsync(new CatalogFileExtracted { Content = CatalogContent.Playlists }))?.Reason);
        var negative = File.End();
        negative.Batches = -1;
        Assert.Equal("malformed", (await scenario.HandleAsync(negative))?.Reason);
    }

    public static TheoryData<string, Action<MiningRangePlanned>> RangeFaults() => new()
    {
        { "names no generation", range => range.Range = null },
        { "names no generation", range => range.Range.Run = ByteString.Empty },
        { "its number is negative", range => range.Range.Number = -1 },
    };

    [Theory]
    [MemberData(nameof(RangeFaults))]
    public async Task PlannedRange_ThatBreaksItsContract_IsRefused(string sentence, Action<MiningRangePlanned> spoil)
    {
        using var scenario = new MinerScenario();
        var range = new MiningRangePlanned { Range = new() { Run = ByteString.CopyFrom(new byte[16]) } };
        Assert.Null(await scenario.HandleAsync(range));
        spoil(range);
        var refusal = await scenario.HandleAsync(range);
        Assert.Equal("malformed", refusal?.Reason);
        Assert.Contains(sentence, refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileEnd_OfOtherContent_IsNotOurs()
    {
        using var scenario = new MinerScenario();
        var end = File.End();
        end.Content = CatalogContent.Tracks;
        await scenario.HandleAsync([.. File.Batches(), end]);
        Assert.Null(scenario.Baskets.FindComplete());
    }
}
