using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Builds a basket file in two passes over the baskets: the first finds the tracks that can be in a pair, the second writes the baskets by
/// rank. The inverted index is gathered in parts that fit in memory. The file is written under a temporary name, synced and renamed.
/// </summary>
internal sealed unsafe class BasketFileBuilder(MiningRules rules, int threads, long memoryBytes)
{
    private const int BatchesAtOnce = 16;

    public void Build(IBasketSource source, string path, CancellationToken cancellationToken)
    {
        using var frequencies = new FrequencyPass(source, rules, threads, memoryBytes / 2);
        frequencies.Run(cancellationToken);
        var entries = 0L;
        foreach (var track in frequencies.Tracks)
            entries += track.Playlists;
        var header = BasketHeader.Of(rules, frequencies, entries, source.ContentSha256.Span);
        // Two processes may build it at once; both files are the same.
        var temporary = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            Write(source, temporary, header, frequencies.Tracks, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        DurableFolder.Sync(Path.GetDirectoryName(path)!);
    }

    private void Write(IBasketSource source, string path, BasketHeader header, ReadOnlySpan<CountedTrack> tracks, CancellationToken cancellationToken)
    {
        var layout = new BasketLayout(header.Tracks, header.Playlists, header.Entries);
        using var file = MappedFile.Create(path, layout.Length);
        var sections = new Sections(file.Pointer, layout, header.Tracks);
        WriteTracks(tracks, sections);
        WriteBaskets(source, sections, cancellationToken);
        new InvertedIndex(sections, header.Playlists, threads, memoryBytes / 2).Write(cancellationToken);
        header.Seal(BodyHash.Of(file.Pointer + BasketHeader.Bytes, file.Length - BasketHeader.Bytes, threads, cancellationToken));
        *(BasketHeader*)file.Pointer = header;
        file.Sync();
    }

    private static void WriteTracks(ReadOnlySpan<CountedTrack> tracks, Sections sections)
    {
        using var order = new NativeArray<ulong>(tracks.Length);
        for (var ordinal = 0; ordinal < tracks.Length; ordinal++)
        {
            sections.Ids[ordinal] = tracks[ordinal].Key;
            order[ordinal] = (ulong)(uint)(int.MaxValue - tracks[ordinal].Playlists) << 32 | (uint)ordinal;
        }

        order.Span(0, tracks.Length).Sort();
        for (var rank = 0; rank < tracks.Length; rank++)
        {
            var ordinal = (int)(uint)order[rank];
            sections.OrdinalsById[rank] = ordinal;
            sections.Ranks[ordinal] = rank;
            sections.PostingStarts[rank + 1] = sections.PostingStarts[rank] + tracks[ordinal].Playlists;
        }
    }

    private void WriteBaskets(IBasketSource source, Sections sections, CancellationToken cancellationToken)
    {
        using var rankTable = new TrackRankTable(new(sections.Ids, sections.Tracks), new(sections.Ranks, sections.Tracks));
        var (playlist, entry) = (0L, 0L);
        OrderedParallel.Run(
            threads,
            (source.Batches + BatchesAtOnce - 1) / BatchesAtOnce,
            (_, i) => Rank(source, i * BatchesAtOnce, rankTable),
            baskets =>
            {
                baskets.Ranks.CopyTo(new Span<int>(sections.Entries + entry, baskets.Ranks.Count));
                foreach (var length in baskets.Lengths)
                {
                    entry += length;
                    sections.BasketStarts[++playlist] = entry;
                }
            },
            cancellationToken);
    }

    private RankedBaskets Rank(IBasketSource source, long first, TrackRankTable rankTable)
    {
        var ranked = new RankedBaskets([], []);
        source.Read(first, Math.Min(first + BatchesAtOnce, source.Batches), (keys, popularities) =>
        {
            if (popularities.Length < rules.MinPlaylistTracks || popularities.Length > rules.MaxPlaylistTracks)
                return;
            Span<int> ranks = stackalloc int[popularities.Length];
            var length = 0;
            for (var i = 0; i < popularities.Length; i++)
                if (rankTable.RankOf(PackedTrackId.Read(keys, i)) is var rank and >= 0)
                    ranks[length++] = rank;
            ranks = ranks[..length];
            ranks.Sort();
            ranked.Ranks.AddRange(ranks);
            ranked.Lengths.Add(length);
        });
        return ranked;
    }

    private sealed record RankedBaskets(List<int> Ranks, List<int> Lengths);
}
