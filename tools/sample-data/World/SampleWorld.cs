using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// Which artists, albums and tracks exist and how they are related. Only this plan is kept in memory (about 10 bytes a track); the
/// details of an artist, album or track are generated again at each call and are always the same.
/// </summary>
internal sealed class SampleWorld
{
    private readonly List<byte> artistGenre = [];
    private readonly List<int> albumFirst = [];
    private readonly List<int> albumArtist = [];
    private readonly List<int>[] artistsByGenre;
    private readonly int[] albumOfTrack;
    private readonly byte[] popularity;

    public SampleWorld(SampleOptions options)
    {
        Options = options;
        Shards = new ShardPlan(options.Shards);
        albumOfTrack = new int[options.Tracks];
        popularity = new byte[options.Tracks];
        artistsByGenre = [.. Enumerable.Range(0, Genres.All.Length).Select(_ => new List<int>())];
        for (var track = 0; track < options.Tracks;)
            track = PlanArtist(artistGenre.Count, track);
        albumFirst.Add(options.Tracks);
    }

    public SampleOptions Options { get; }

    public ShardPlan Shards { get; }

    public int ArtistCount => artistGenre.Count;

    public int AlbumCount => albumArtist.Count;

    public int TrackCount => popularity.Length;

    public Rng RngFor(RngStream stream, long number) => Randomness.Rng.For(Options.Seed, stream, number);

    public int PopularityOf(int track) => popularity[track];

    public int GenreOf(int track) => artistGenre[albumArtist[albumOfTrack[track]]];

    public int ArtistOf(int track) => albumArtist[albumOfTrack[track]];

    public int GenreOfArtist(int artist) => artistGenre[artist];

    public int AlbumOf(int track) => albumOfTrack[track];

    public int FirstTrackOf(int album) => albumFirst[album];

    public int SizeOf(int album) => albumFirst[album + 1] - albumFirst[album];

    public IReadOnlyList<int> ArtistsOf(int genre) => artistsByGenre[genre];

    /// <summary>The track that first released this recording; an artist's later albums repeat some tracks of the album before.</summary>
    public int RootOf(int track)
    {
        while (true)
        {
            var album = albumOfTrack[track];
            var rng = RngFor(RngStream.Reissue, track);
            if (album == 0 || albumArtist[album - 1] != albumArtist[album] || !rng.Chance(0.14))
                return track;
            track = albumFirst[album - 1] + rng.Below(SizeOf(album - 1));
        }
    }

    /// <summary>The track's id; popular tracks are in the generated shards more often.</summary>
    public TrackId IdOf(int track)
    {
        var rng = RngFor(RngStream.Ids, track);
        var share = Options.ShardShare * (0.6 + 0.8 * popularity[track] / 50.0);
        return Options.Shards > 0 && rng.Chance(share) ? Shards.Inside(ref rng) : new TrackId(rng.Wide());
    }

    private int PlanArtist(int artist, int track)
    {
        var rng = RngFor(RngStream.ArtistPlan, artist);
        var genre = PickGenre(ref rng);
        artistGenre.Add((byte)genre);
        artistsByGenre[genre].Add(artist);
        var fame = rng.Unit();
        var albums = 1 + rng.Below(1 + rng.Below(5));
        for (var i = 0; i < albums && track < TrackCount; i++)
        {
            var size = rng.Below(10) switch { < 4 => 1, < 6 => rng.Between(3, 6), _ => rng.Between(8, 14) };
            track = PlanAlbum(artist, fame, track, Math.Min(size, TrackCount - track));
        }

        return track;
    }

    private int PlanAlbum(int artist, double fame, int first, int size)
    {
        albumFirst.Add(first);
        albumArtist.Add(artist);
        for (var track = first; track < first + size; track++)
        {
            albumOfTrack[track] = albumFirst.Count - 1;
            var rng = RngFor(RngStream.TrackPopularity, track);
            popularity[track] = Popularity.Of(fame, ref rng);
        }

        return first + size;
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
