using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// Who exists and who belongs to whom. Only the plan stands in memory (about 10 bytes a track); what an artist, album or track is
/// like is drawn again whenever it is asked for, and is always the same.
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

    public Dice Dice(Draw subject, long number) => Chance.Dice.For(Options.Seed, subject, number);

    public int PopularityOf(int track) => popularity[track];

    public int GenreOf(int track) => artistGenre[albumArtist[albumOfTrack[track]]];

    public int ArtistOf(int track) => albumArtist[albumOfTrack[track]];

    public int GenreOfArtist(int artist) => artistGenre[artist];

    public int AlbumOf(int track) => albumOfTrack[track];

    public int FirstTrackOf(int album) => albumFirst[album];

    public int SizeOf(int album) => albumFirst[album + 1] - albumFirst[album];

    public IReadOnlyList<int> ArtistsOf(int genre) => artistsByGenre[genre];

    /// <summary>The track that first brought out this recording; an artist's later albums repeat some of the album before.</summary>
    public int RootOf(int track)
    {
        while (true)
        {
            var album = albumOfTrack[track];
            var dice = Dice(Draw.Reissue, track);
            if (album == 0 || albumArtist[album - 1] != albumArtist[album] || !dice.Chance(0.14))
                return track;
            track = albumFirst[album - 1] + dice.Below(SizeOf(album - 1));
        }
    }

    /// <summary>An id; popular tracks fall into the generated shards more often.</summary>
    public TrackId IdOf(int track)
    {
        var dice = Dice(Draw.Id, track);
        var share = Options.ShardShare * (0.6 + 0.8 * popularity[track] / 50.0);
        return Options.Shards > 0 && dice.Chance(share) ? Shards.Inside(ref dice) : new TrackId(dice.Wide());
    }

    private int PlanArtist(int artist, int track)
    {
        var dice = Dice(Draw.ArtistPlan, artist);
        var genre = PickGenre(ref dice);
        artistGenre.Add((byte)genre);
        artistsByGenre[genre].Add(artist);
        var fame = dice.Unit();
        var albums = 1 + dice.Below(1 + dice.Below(5));
        for (var i = 0; i < albums && track < TrackCount; i++)
        {
            var size = dice.Below(10) switch { < 4 => 1, < 6 => dice.Between(3, 6), _ => dice.Between(8, 14) };
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
            var dice = Dice(Draw.Popularity, track);
            popularity[track] = Popularity.Of(fame, ref dice);
        }

        return first + size;
    }

    private static int PickGenre(ref Dice dice)
    {
        var total = 0.0;
        foreach (var genre in Genres.All)
            total += genre.Weight;
        var point = dice.Unit() * total;
        for (var i = 0; i < Genres.All.Length; i++)
            if ((point -= Genres.All[i].Weight) < 0)
                return i;
        return 0;
    }
}
