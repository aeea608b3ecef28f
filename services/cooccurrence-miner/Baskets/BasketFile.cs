namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// All kept playlists of a generation of the baskets table, memory-mapped read-only; any number of processes may map it. Tracks are numbered by rank and
/// by ordinal (<see cref="BasketLayout"/>).
/// </summary>
internal sealed unsafe class BasketFile : IDisposable
{
    private readonly MappedFile file;
    private readonly BasketHeader header;

    private BasketFile(string path, MappedFile file)
    {
        Path = path;
        this.file = file;
        header = *(BasketHeader*)file.Pointer;
        header.Check(path);
        var layout = new BasketLayout(header.Tracks, header.Playlists, header.Entries);
        if (layout.Length != file.Length)
            throw new InvalidDataException($"{path} has {file.Length} bytes where its header says {layout.Length}. Delete it to have it rebuilt.");
        Ids = (PackedTrackId*)(file.Pointer + layout.Ids);
        Ranks = (int*)(file.Pointer + layout.Ranks);
        OrdinalsById = (int*)(file.Pointer + layout.OrdinalsById);
        PairEvents = (long*)(file.Pointer + layout.PairEvents);
        BasketStarts = (long*)(file.Pointer + layout.BasketStarts);
        Entries = (int*)(file.Pointer + layout.Entries);
        PostingStarts = (long*)(file.Pointer + layout.PostingStarts);
        Postings = (int*)(file.Pointer + layout.Postings);
    }

    public string Path { get; }

    public ref readonly BasketHeader Header => ref header;

    /// <summary>Tracks that can be in a pair.</summary>
    public int Tracks => header.Tracks;

    /// <summary>All kept playlists, including those without a track that can be in a pair: N in every measure.</summary>
    public long Playlists => header.Playlists;

    public long Bytes => file.Length;

    public PackedTrackId* Ids { get; }

    public int* Ranks { get; }

    public int* OrdinalsById { get; }

    public long* PairEvents { get; }

    public long* BasketStarts { get; }

    public int* Entries { get; }

    public long* PostingStarts { get; }

    public int* Postings { get; }

    /// <summary>Opens the file and verifies its hash, which reads it once.</summary>
    /// <exception cref="InvalidDataException">The file is not a basket file, or it is corrupt.</exception>
    public static BasketFile Open(string path, int threads, CancellationToken cancellationToken)
    {
        var file = MappedFile.Open(path);
        try
        {
            if (file.Length < BasketHeader.Bytes)
                throw new InvalidDataException($"{path} is shorter than its header. Delete it to have it rebuilt.");
            var opened = new BasketFile(path, file);
            var body = BodyHash.Of(file.Pointer + BasketHeader.Bytes, file.Length - BasketHeader.Bytes, threads, cancellationToken);
            return body.AsSpan().SequenceEqual(opened.header.BodySha256)
                ? opened
                : throw new InvalidDataException($"{path} is corrupt: its hash does not match. Delete it to have it rebuilt.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Kept playlists that contain the track of a rank.</summary>
    public int Count(int rank) => (int)(PostingStarts[rank + 1] - PostingStarts[rank]);

    public void Dispose() => file.Dispose();
}
