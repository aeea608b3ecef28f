using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// Consecutive tracks with their albums and artists, all of one genre. Every block has the same number of each, but the last, so that
/// a track's block is known without the blocks before it. Indexes are those of the whole world.
/// </summary>
internal sealed class PlanBlock
{
    private readonly int firstTrack;
    private readonly int firstAlbum;
    private readonly int firstArtist;
    private readonly ushort[] albumOfTrack;
    private readonly ushort[] albumStarts;
    private readonly ushort[] artistOfAlbum;
    private readonly byte[] popularity;
    private readonly float[] reach;
    private readonly double[] fame;

    public PlanBlock(SampleOptions options, WorldShape shape, int number)
    {
        Number = number;
        firstTrack = number * shape.BlockTracks;
        (firstAlbum, firstArtist) = (number * shape.BlockAlbums, number * shape.BlockArtists);
        var tracks = Math.Min(shape.BlockTracks, options.Tracks - firstTrack);
        var (albums, artists) = Sizes(shape, tracks);
        var rng = Rng.For(options.Seed, RngStream.BlockPlan, number);
        Genre = PickGenre(ref rng);
        fame = new double[artists];
        artistOfAlbum = Parts(albums, PlanArtists(options.Seed, shape)).Owners;
        (albumOfTrack, albumStarts) = Parts(tracks, AlbumWeights(options.Seed, albums));
        (popularity, reach) = (new byte[tracks], new float[tracks]);
        var sum = 0.0;
        for (var i = 0; i < tracks; i++)
        {
            var own = Rng.For(options.Seed, RngStream.TrackPopularity, firstTrack + i);
            popularity[i] = (byte)shape.TrackPopularity.At(Mixture.Rank(fame[artistOfAlbum[albumOfTrack[i]]], ref own));
            reach[i] = (float)(sum += own.Chance(shape.Listed[popularity[i]]) ? shape.Reach[popularity[i]] : 0);
        }
    }

    public int Number { get; }

    public int Genre { get; }

    /// <summary>How often its tracks are in playlists, relative to other blocks.</summary>
    public double Reach => reach[^1];

    public int PopularityOf(int track) => popularity[track - firstTrack];

    /// <summary>Whether it can be in playlists.</summary>
    public bool IsListed(int track) => reach[track - firstTrack] > (track == firstTrack ? 0 : reach[track - firstTrack - 1]);

    public int AlbumOf(int track) => firstAlbum + albumOfTrack[track - firstTrack];

    public int ArtistOf(int track) => firstArtist + artistOfAlbum[albumOfTrack[track - firstTrack]];

    public int FirstTrackOf(int album) => firstTrack + albumStarts[album - firstAlbum];

    public int SizeOf(int album) => albumStarts[album - firstAlbum + 1] - albumStarts[album - firstAlbum];

    /// <summary>0 to 1, uniform over the artists.</summary>
    public double FameOf(int artist) => fame[artist - firstArtist];

    /// <summary>The album of the same artist before the track's, or -1.</summary>
    public int AlbumBefore(int track)
    {
        var album = albumOfTrack[track - firstTrack];
        return album > 0 && artistOfAlbum[album - 1] == artistOfAlbum[album] ? firstAlbum + album - 1 : -1;
    }

    /// <summary>A track, as often as its reach says.</summary>
    /// <param name="point">0 to <see cref="Reach"/>.</param>
    public int TrackAt(double point)
    {
        var found = Array.BinarySearch(reach, (float)point);
        return firstTrack + Math.Min(found < 0 ? ~found : found, reach.Length - 1);
    }

    public int CountFrom(int leastPopularity) => popularity.Count(value => value >= leastPopularity);

    /// <summary>Albums and artists of a block of this many tracks.</summary>
    public static (int Albums, int Artists) Sizes(WorldShape shape, int tracks)
    {
        var albums = Math.Max(1, tracks * shape.BlockAlbums / shape.BlockTracks);
        return (albums, Math.Clamp(tracks * shape.BlockArtists / shape.BlockTracks, 1, albums));
    }

    private double[] PlanArtists(ulong seed, WorldShape shape)
    {
        var weights = new double[fame.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var rng = Rng.For(seed, RngStream.ArtistPlan, firstArtist + i);
            fame[i] = rng.Unit();
            // Apart from fame, so that fame is uniform over the tracks too.
            weights[i] = shape.ArtistWeight.At(rng.Unit());
        }

        return weights;
    }

    /// <summary>Singles, short albums and albums.</summary>
    private double[] AlbumWeights(ulong seed, int albums)
    {
        var weights = new double[albums];
        for (var i = 0; i < albums; i++)
        {
            var rng = Rng.For(seed, RngStream.AlbumPlan, firstAlbum + i);
            weights[i] = rng.Below(10) switch { < 4 => 0, < 6 => 0.2 + 0.2 * rng.Unit(), _ => 0.8 + 0.4 * rng.Unit() };
        }

        return weights;
    }

    /// <summary>Gives each owner one of the items, and of the others a share in proportion to its weight.</summary>
    /// <returns>The owner of each item, and the first item of each owner, with an end.</returns>
    private static (ushort[] Owners, ushort[] Starts) Parts(int items, double[] weights)
    {
        var (owners, starts) = (new ushort[items], new ushort[weights.Length + 1]);
        var (total, sum) = (weights.Sum(), 0.0);
        for (var owner = 0; owner < weights.Length; owner++)
        {
            sum += weights[owner];
            var others = owner == weights.Length - 1 ? 1 : total == 0 ? 0 : sum / total;
            starts[owner + 1] = (ushort)(owner + 1 + (int)((items - weights.Length) * others));
            owners.AsSpan(starts[owner]..starts[owner + 1]).Fill((ushort)owner);
        }

        return (owners, starts);
    }

    private static int PickGenre(ref Rng rng)
    {
        var total = 0.0;
        foreach (var genre in Genres.All)
            total += genre.Weight;
        var point = rng.Unit() * total;
        for (var i = 0; i < Genres.All.Length; i++)
            if ((point -= Genres.All[i].Weight) < 0)
                return i;
        return 0;
    }
}
