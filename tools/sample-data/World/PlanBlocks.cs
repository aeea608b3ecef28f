namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// The blocks of a world. Each is computed when it is needed and can be computed again; only so many are kept in memory, which does not
/// grow with the world.
/// </summary>
internal sealed class PlanBlocks
{
    private const int MaxKeptTracks = 16 << 20; // about 140 MB
    private readonly SampleOptions options;
    private readonly WorldShape shape;
    private readonly PlanBlock?[] kept;

    public PlanBlocks(SampleOptions options, WorldShape shape)
    {
        (this.options, this.shape) = (options, shape);
        Count = (options.Tracks + shape.BlockTracks - 1) / shape.BlockTracks;
        kept = new PlanBlock?[Math.Min(Count, MaxKeptTracks / shape.BlockTracks)];
        var (albums, artists) = PlanBlock.Sizes(shape, options.Tracks - (Count - 1) * shape.BlockTracks);
        (AlbumCount, ArtistCount) = ((Count - 1) * shape.BlockAlbums + albums, (Count - 1) * shape.BlockArtists + artists);
    }

    public int Count { get; }

    public int AlbumCount { get; }

    public int ArtistCount { get; }

    public PlanBlock this[int number]
    {
        get
        {
            ref var place = ref kept[number % kept.Length];
            if (Volatile.Read(ref place) is { } found && found.Number == number)
                return found;
            var block = new PlanBlock(options, shape, number);
            Volatile.Write(ref place, block);
            return block;
        }
    }

    public PlanBlock OfTrack(int track) => this[track / shape.BlockTracks];

    public PlanBlock OfAlbum(int album) => this[album / shape.BlockAlbums];

    public PlanBlock OfArtist(int artist) => this[artist / shape.BlockArtists];
}
