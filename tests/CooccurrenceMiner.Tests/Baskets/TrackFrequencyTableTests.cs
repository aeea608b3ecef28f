using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Baskets;

public sealed class TrackFrequencyTableTests
{
    [Fact]
    public void Add_MoreTracksThanFit_CountsEachInExactlyOnePartition()
    {
        var keys = Enumerable.Range(0, 5_000).Select(i => new PackedTrackId((ulong)i % 7, (ulong)i)).ToList();
        var counted = new Dictionary<PackedTrackId, int>();
        var partitions = new Stack<HashPartition>([HashPartition.All]);
        var passes = 0;
        while (partitions.TryPop(out var partition))
        {
            passes++;
            using var table = new TrackFrequencyTable(partition, maxBytes: 30_000);
            foreach (var key in keys.Concat(keys))
                table.Add(key, 1, 50);
            foreach (var rest in partition.Without(table.Partition))
                partitions.Push(rest);
            foreach (var entry in table.Entries())
                counted.Add(entry.Key, entry.Playlists);
        }

        Assert.True(passes > 4, $"{passes} passes: all tracks fitted, so the test proves nothing.");
        Assert.Equal(keys.ToDictionary(key => key, _ => 2), counted);
    }

    [Fact]
    public void Without_APart_IsTheRestOfThePartition()
    {
        var whole = new HashPartition(1, 1);
        var part = whole.LowerHalf().LowerHalf();
        var partitions = whole.Without(part).Append(part).ToList();
        for (var hash = 0ul; hash < 256; hash++)
            Assert.Equal(whole.Contains(hash << 56) ? 1 : 0, partitions.Count(partition => partition.Contains(hash << 56)));
    }
}
