using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Baskets;

public sealed class TrackTallyTests
{
    [Fact]
    public void Add_MoreTracksThanFit_CountsEachInExactlyOneSlice()
    {
        var keys = Enumerable.Range(0, 5_000).Select(i => new TrackKey((ulong)i % 7, (ulong)i)).ToList();
        var counted = new Dictionary<TrackKey, int>();
        var slices = new Stack<Slice>([Slice.All]);
        var passes = 0;
        while (slices.TryPop(out var slice))
        {
            passes++;
            using var tally = new TrackTally(slice, maxBytes: 30_000);
            foreach (var key in keys.Concat(keys))
                tally.Add(key, 1, 50);
            foreach (var rest in slice.Rest(tally.Slice))
                slices.Push(rest);
            foreach (var entry in tally.Entries())
                counted.Add(entry.Key, entry.Playlists);
        }

        Assert.True(passes > 4, $"{passes} passes: everything fitted, the test says nothing.");
        Assert.Equal(keys.ToDictionary(key => key, _ => 2), counted);
    }

    [Fact]
    public void Rest_OfAPart_IsWhatTheSliceHoldsBesideIt()
    {
        var whole = new Slice(1, 1);
        var part = whole.Halved().Halved();
        var slices = whole.Rest(part).Append(part).ToList();
        for (var hash = 0ul; hash < 256; hash++)
            Assert.Equal(whole.Holds(hash << 56) ? 1 : 0, slices.Count(slice => slice.Holds(hash << 56)));
    }
}
