using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Makes a basket file in two passes over the baskets: which tracks count, then the baskets by rank. The inverted index is
/// gathered from the baskets in slices that fit in memory. What is there at its end is whole: it is written under another name,
/// synced and renamed.
/// </summary>
internal sealed unsafe class BasketFileBuilder(MiningRules rules, int threads, long memoryBytes)
{
    private const int BatchesAtOnce = 16;

    public void Build(IBasketSource source, string path, CancellationToken cancellationToken)
    {
        using var census = new TrackCensus(source, rules, threads, memoryBytes / 2);
        census.Take(cancellationToken);
        var entries = 0L;
        foreach (var track in census.Tracks)
            entries += track.Playlists;
        var header = BasketHeader.Of(rules, census, entries, source.FileSha256.Span);
        var layout = new BasketLayout(header.Tracks, header.Playlists, header.Entries);
        var temporary = path + ".partial";
        using (var file = MappedFile.Create(temporary, layout.Length))
        {
            var sections = new Sections(file.Pointer, layout, header.Tracks);
            WriteTracks(census.Tracks, sections);
            WriteBaskets(source, sections, cancellationToken);
            new InvertedIndex(sections, header.Playlists, threads, memoryBytes / 2).Write(cancellationToken);
            header.Seal(BodyHash.Of(file.Pointer + BasketHeader.Bytes, file.Length - BasketHeader.Bytes, threads, cancellationToken));
            *(BasketHeader*)file.Pointer = header;
            file.Sync();
        }

        File.Move(temporary, path, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(path)!);
    }

    private static void WriteTracks(ReadOnlySpan<CountedTrack> tracks, Sections sections)
    {
        using var order = new NativeArray<ulong>(tracks.Length);
        for (var place = 0; place < tracks.Length; place++)
        {
            sections.Ids[place] = tracks[place].Key;
            order[place] = (ulong)(uint)(int.MaxValue - tracks[place].Playlists) << 32 | (uint)place;
        }

        order.Span(0, tracks.Length).Sort();
        for (var rank = 0; rank < tracks.Length; rank++)
        {
            var place = (int)(uint)order[rank];
            sections.Places[rank] = place;
            sections.Ranks[place] = rank;
            sections.OccurrenceStarts[rank + 1] = sections.OccurrenceStarts[rank] + tracks[place].Playlists;
        }
    }

    private void WriteBaskets(IBasketSource source, Sections sections, CancellationToken cancellationToken)
    {
        using var numbers = new TrackNumbers(new(sections.Ids, sections.Tracks), new(sections.Ranks, sections.Tracks));
        var (playlist, entry) = (0L, 0L);
        OrderedParallel.Run(
            threads,
            (source.Batches + BatchesAtOnce - 1) / BatchesAtOnce,
            (_, i) => Rank(source, i * BatchesAtOnce, numbers),
            made =>
            {
                made.Ranks.CopyTo(new Span<int>(sections.Entries + entry, made.Ranks.Count));
                foreach (var length in made.Lengths)
                {
                    entry += length;
                    sections.BasketStarts[++playlist] = entry;
                }
            },
            cancellationToken);
    }

    private RankedBaskets Rank(IBasketSource source, long first, TrackNumbers numbers)
    {
        var made = new RankedBaskets([], []);
        source.Read(first, Math.Min(first + BatchesAtOnce, source.Batches), (keys, popularities) =>
        {
            if (popularities.Length < rules.MinPlaylistTracks || popularities.Length > rules.MaxPlaylistTracks)
                return;
            Span<int> ranks = stackalloc int[popularities.Length];
            var length = 0;
            for (var i = 0; i < popularities.Length; i++)
                if (numbers.RankOf(TrackKey.Read(keys, i)) is var rank and >= 0)
                    ranks[length++] = rank;
            ranks = ranks[..length];
            ranks.Sort();
            made.Ranks.AddRange(ranks);
            made.Lengths.Add(length);
        });
        return made;
    }

    private sealed record RankedBaskets(List<int> Ranks, List<int> Lengths);
}
