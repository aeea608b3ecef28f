namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Writable sections of a basket file under construction.</summary>
internal sealed unsafe class Sections(byte* file, BasketLayout layout, int tracks)
{
    public int Tracks => tracks;

    public PackedTrackId* Ids { get; } = (PackedTrackId*)(file + layout.Ids);

    public int* Ranks { get; } = (int*)(file + layout.Ranks);

    public int* OrdinalsById { get; } = (int*)(file + layout.OrdinalsById);

    public long* PairEvents { get; } = (long*)(file + layout.PairEvents);

    public long* BasketStarts { get; } = (long*)(file + layout.BasketStarts);

    public int* Entries { get; } = (int*)(file + layout.Entries);

    public long* PostingStarts { get; } = (long*)(file + layout.PostingStarts);

    public int* Postings { get; } = (int*)(file + layout.Postings);
}
