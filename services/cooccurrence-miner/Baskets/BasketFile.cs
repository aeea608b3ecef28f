namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// All kept playlists of a playlists file, in memory as they stand on disk: what mining reads, in any number of processes.
/// Tracks are numbered by rank and by place (<see cref="BasketLayout"/>).
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
            throw new InvalidDataException($"{path} has {file.Length} bytes where its header tells of {layout.Length}. Remove it: it is built again.");
        Ids = (TrackKey*)(file.Pointer + layout.Ids);
        Ranks = (int*)(file.Pointer + layout.Ranks);
        Places = (int*)(file.Pointer + layout.Places);
        Events = (long*)(file.Pointer + layout.Events);
        BasketStarts = (long*)(file.Pointer + layout.BasketStarts);
        Entries = (int*)(file.Pointer + layout.Entries);
        OccurrenceStarts = (long*)(file.Pointer + layout.OccurrenceStarts);
        Occurrences = (int*)(file.Pointer + layout.Occurrences);
    }

    public string Path { get; }

    public ref readonly BasketHeader Header => ref header;

    /// <summary>Tracks that can be in a pair.</summary>
    public int Tracks => header.Tracks;

    /// <summary>All kept playlists, also those without a track that can be in a pair: the N of every measure.</summary>
    public long Playlists => header.Playlists;

    public long Bytes => file.Length;

    public TrackKey* Ids { get; }

    public int* Ranks { get; }

    public int* Places { get; }

    public long* Events { get; }

    public long* BasketStarts { get; }

    public int* Entries { get; }

    public long* OccurrenceStarts { get; }

    public int* Occurrences { get; }

    /// <summary>Opens the file after it has been read once and found as it was written.</summary>
    /// <exception cref="InvalidDataException">It is no basket file, or it is damaged.</exception>
    public static BasketFile Open(string path, int threads, CancellationToken cancellationToken)
    {
        var file = MappedFile.Open(path);
        try
        {
            if (file.Length < BasketHeader.Bytes)
                throw new InvalidDataException($"{path} ends within its header. Remove it: it is built again.");
            var opened = new BasketFile(path, file);
            var body = BodyHash.Of(file.Pointer + BasketHeader.Bytes, file.Length - BasketHeader.Bytes, threads, cancellationToken);
            return body.AsSpan().SequenceEqual(opened.header.BodySha256)
                ? opened
                : throw new InvalidDataException($"{path} is not as it was written: its hash differs. Remove it: it is built again.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Kept playlists that hold the track of a rank.</summary>
    public int Count(int rank) => (int)(OccurrenceStarts[rank + 1] - OccurrenceStarts[rank]);

    public void Dispose() => file.Dispose();
}
