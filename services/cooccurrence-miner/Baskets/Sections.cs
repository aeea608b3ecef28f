namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>The sections of a basket file that is being written.</summary>
internal sealed unsafe class Sections(byte* file, BasketLayout layout, int tracks)
{
    public int Tracks => tracks;

    public TrackKey* Ids { get; } = (TrackKey*)(file + layout.Ids);

    public int* Ranks { get; } = (int*)(file + layout.Ranks);

    public int* Places { get; } = (int*)(file + layout.Places);

    public long* Events { get; } = (long*)(file + layout.Events);

    public long* BasketStarts { get; } = (long*)(file + layout.BasketStarts);

    public int* Entries { get; } = (int*)(file + layout.Entries);

    public long* OccurrenceStarts { get; } = (long*)(file + layout.OccurrenceStarts);

    public int* Occurrences { get; } = (int*)(file + layout.Occurrences);
}
