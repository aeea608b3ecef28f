using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Tests.World;

public sealed class PlanTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(3_000, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    public void Plan_OfAWorld_GivesEveryArtistAlbumsAndEveryAlbumTracks(int tracks, bool fullSize)
    {
        var world = new SampleWorld(new SampleOptions { Tracks = tracks, FullSizeShape = fullSize });
        var (albums, artists) = (new List<int>(), new List<int>());
        for (var album = 0; album < world.AlbumCount; album++)
        {
            Assert.Equal(album == 0 ? 0 : world.FirstTrackOf(album - 1) + world.SizeOf(album - 1), world.FirstTrackOf(album));
            Assert.True(world.SizeOf(album) > 0);
            artists.Add(world.ArtistOf(world.FirstTrackOf(album)));
        }

        for (var track = 0; track < tracks; track++)
            albums.Add(world.AlbumOf(track));
        Assert.Equal(Enumerable.Range(0, world.AlbumCount), albums.Distinct());
        Assert.Equal(Enumerable.Range(0, world.ArtistCount), artists.Distinct());
    }

    [Fact]
    public void Root_OfAReissue_IsAnEarlierTrackOfTheArtist()
    {
        var world = new SampleWorld(new SampleOptions { Tracks = 20_000, FullSizeShape = true });
        var roots = Enumerable.Range(0, 20_000).Select(track => (Track: track, Root: world.RootOf(track))).Where(two => two.Root != two.Track).ToList();
        Assert.NotEmpty(roots);
        Assert.All(roots, two =>
        {
            Assert.True(two.Root < two.Track);
            Assert.Equal(world.ArtistOf(two.Track), world.ArtistOf(two.Root));
            Assert.Equal(two.Root, world.RootOf(two.Root));
        });
    }

    [Fact]
    public void Isrcs_OfMoreRecordingsThanARegistrantHas_AreDifferent()
    {
        var codes = new HashSet<string>();
        foreach (var number in (int[])[0, 1, 100_000, 129_600_000, 129_600_001, 256_000_000, 259_200_000])
            for (ulong seed = 0; seed < 40; seed++)
            {
                var rng = Rng.For(seed, RngStream.Release, number);
                codes.Add(Isrcs.Clean(ref rng, number, 'A')[2..]);
            }

        // Country and year are drawn: each number has at most 26 years, and no two numbers have a code in common.
        Assert.All(codes, code => Assert.Matches("^A[A-Z0-9]{2}[0-9]{7}$", code));
        Assert.InRange(codes.Count, 7 * 10, 7 * 26);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 3)]
    [InlineData(0.75, 53)]
    [InlineData(1, 103)]
    public void Quantiles_BetweenPoints_AreOnStraightLines(double rank, double value) =>
        Assert.Equal(value, new Quantiles((0, 1), (0.5, 3), (1, 103)).At(rank), 12);
}
