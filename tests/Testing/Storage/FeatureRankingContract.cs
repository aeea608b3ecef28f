using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class FeatureRankingContract : StoreContract<IFeatureStore>
{
    private IFeatureRanking Ranking => (IFeatureRanking)Store;

    [Fact]
    public async Task Count_NothingStored_IsAllZero() => Assert.Equal(new long[101], await Ranking.CountByPopularityAsync(None));

    [Fact]
    public async Task Count_TracksWithoutAPart_AreLeftOut()
    {
        await PutAsync(World.Ids(500));
        var ids = World.Ids(2);
        await Store.PutFeaturesAsync([World.Features(ids[0])], None);
        await Store.PutDescriptionsAsync([World.Description(ids[1])], None);

        var counts = await Ranking.CountByPopularityAsync(None);

        Assert.Equal((101, 500), (counts.Count, counts.Sum()));
    }

    [Fact]
    public async Task MostPopular_TracksOfEveryPopularity_ComeInOrder()
    {
        var descriptions = await PutAsync(World.Ids(500));
        var expected = descriptions.OrderByDescending(row => row.Popularity).ThenBy(row => row.Id).Select(row => row.Id).ToList();
        Assert.Equal(expected.Take(70), await Ranking.MostPopularAsync(70, None));
        Assert.Equal(expected, await Ranking.MostPopularAsync(1_000, None));
        var counts = await Ranking.CountByPopularityAsync(None);
        Assert.Equal(expected.Count, counts.Sum());
        Assert.All(Enumerable.Range(0, 101), popularity => Assert.Equal(descriptions.Count(row => row.Popularity == popularity), counts[popularity]));
    }

    private async Task<TrackDescription[]> PutAsync(TrackId[] ids)
    {
        TrackDescription[] descriptions = [.. ids.Select(World.Description)];
        await Store.PutFeaturesAsync([.. ids.Select(id => World.Features(id))], None);
        await Store.PutDescriptionsAsync(descriptions, None);
        return descriptions;
    }
}
