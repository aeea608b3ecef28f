using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Tests.Similar;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>Which answers are recorded as accesses.</summary>
public sealed class RecordedAccessTests
{
    [Fact]
    public async Task FindSimilar_AnsweredFromACache_IsRecordedEachTime()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await SimilarTracks.PutAsync(gateway, 1);
        await SimilarTracks.PutAsync(gateway, 2);

        await gateway.SimilarAsync(Gateway.Id(1).ToString(), 1); // Composes the seed's vector.
        await gateway.SimilarAsync(Gateway.Id(1).ToString(), 1); // Takes it from the seed cache.
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(2), .9)]));
        var precomputed = await gateway.SimilarAsync(Gateway.Id(1).ToString(), 1);

        Assert.Equal(ResultSource.Precomputed, precomputed.Source);
        Assert.Equal([Gateway.Id(1), Gateway.Id(1), Gateway.Id(1)], Recorded(gateway));
    }

    [Fact]
    public async Task FindCooccurring_KnownTrackWithoutPairs_IsEmptyAndRecorded()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Gateway.Id(1), "One", 50)));
        await PairTables.PublishAsync(gateway.Get<TableStore>(), [], playlists: 0, revision: 1);
        Assert.Empty((await gateway.Lookup.FindCooccurringAsync(Gateway.Id(1).ToString(), 5, CancellationToken.None)).Pairs);
        Assert.Equal([Gateway.Id(1)], Recorded(gateway));
    }

    [Fact]
    public async Task GetTrack_UnknownTrack_IsNotRecorded()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PairTables.PublishAsync(gateway.Get<TableStore>(), [], playlists: 0, revision: 1);
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetTrackAsync(Gateway.Id(1).ToString(), CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.FindCooccurringAsync(Gateway.Id(1).ToString(), 5, CancellationToken.None));
        Assert.Empty(Recorded(gateway));
    }

    private static List<TrackId> Recorded(Gateway gateway)
    {
        var recorded = new List<TrackId>();
        while (gateway.Get<AccessQueue>().Reader.TryRead(out var access))
            recorded.Add(access.Track);
        return recorded;
    }
}
