using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// Which artists, albums and tracks exist and how they are related. Everything about an artist, album or track is computed from the
/// seed and its index, again at each call, and is always the same: memory does not grow with the world.
/// </summary>
internal sealed class SampleWorld
{
    private readonly byte[] genreOfBlock;
    private readonly int[][] blocksOfGenre;

    public SampleWorld(SampleOptions options)
    {
        Options = options;
        Shape = WorldShape.Of(options);
        Shards = new ShardPlan(options.Shards);
        Blocks = new PlanBlocks(options, Shape);
        genreOfBlock = new byte[Blocks.Count];
        for (var block = 0; block < Blocks.Count; block++)
            genreOfBlock[block] = (byte)Blocks[block].Genre;
        blocksOfGenre = [.. Enumerable.Range(0, Genres.All.Length).Select(genre =>
            Enumerable.Range(0, Blocks.Count).Where(block => genreOfBlock[block] == genre).ToArray())];
    }

    public SampleOptions Options { get; }

    public WorldShape Shape { get; }

    public ShardPlan Shards { get; }

    public PlanBlocks Blocks { get; }

    public int ArtistCount => Blocks.ArtistCount;

    public int AlbumCount => Blocks.AlbumCount;

    public int TrackCount => Options.Tracks;

    public Rng RngFor(RngStream stream, long number) => Rng.For(Options.Seed, stream, number);

    public int PopularityOf(int track) => Blocks.OfTrack(track).PopularityOf(track);

    /// <summary>Whether it can be in playlists.</summary>
    public bool IsListed(int track) => Blocks.OfTrack(track).IsListed(track);

    public int GenreOf(int track) => genreOfBlock[track / Shape.BlockTracks];

    public int ArtistOf(int track) => Blocks.OfTrack(track).ArtistOf(track);

    public int GenreOfArtist(int artist) => genreOfBlock[artist / Shape.BlockArtists];

    public double FameOf(int artist) => Blocks.OfArtist(artist).FameOf(artist);

    public FameClass FameClassOf(int track) => Shape.ClassOf(FameOf(ArtistOf(track)));

    public bool IsInMusicBrainz(int artist) => FameOf(artist) >= Shape.InMusicBrainzFrom;

    public int AlbumOf(int track) => Blocks.OfTrack(track).AlbumOf(track);

    public int FirstTrackOf(int album) => Blocks.OfAlbum(album).FirstTrackOf(album);

    public int SizeOf(int album) => Blocks.OfAlbum(album).SizeOf(album);

    /// <summary>Blocks of a genre, ascending.</summary>
    public ReadOnlySpan<int> BlocksOf(int genre) => blocksOfGenre[genre];

    /// <summary>An artist of a genre that has blocks, some more often than others as the shape says.</summary>
    public int PickArtist(int genre, ref Rng rng)
    {
        var blocks = blocksOfGenre[genre];
        var point = rng.Unit();
        var place = point;
        for (var i = 1; i < Shape.GuestSkew; i++)
            place *= point;
        var artist = (int)(place * blocks.Length * Shape.BlockArtists);
        // The last block of the world may have fewer artists.
        return Math.Min(blocks[artist / Shape.BlockArtists] * Shape.BlockArtists + artist % Shape.BlockArtists, ArtistCount - 1);
    }

    /// <summary>The track that first released this recording; an artist's later albums repeat some tracks of the album before.</summary>
    public int RootOf(int track)
    {
        var block = Blocks.OfTrack(track);
        var reissued = Shape.ClassOf(block.FameOf(block.ArtistOf(track))).Reissued;
        while (true)
        {
            var album = block.AlbumBefore(track);
            var rng = RngFor(RngStream.Reissue, track);
            if (album < 0 || !rng.Chance(reissued))
                return track;
            track = block.FirstTrackOf(album) + rng.Below(block.SizeOf(album));
        }
    }

    public TrackId IdOf(int track)
    {
        var rng = RngFor(RngStream.Ids, track);
        return IsForShard(track, ref rng) ? Shards.Inside(ref rng) : new TrackId(rng.Wide());
    }

    /// <summary>Whether the track was chosen for the generated shards; popular tracks are more often.</summary>
    public bool IsForShard(int track)
    {
        var rng = RngFor(RngStream.Ids, track);
        return IsForShard(track, ref rng);
    }

    private bool IsForShard(int track, ref Rng rng) => Options.Shards > 0 && rng.Chance(Options.ShardShare * Shape.ShardFactor(PopularityOf(track)));
}
