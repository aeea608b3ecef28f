using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>
/// Joins tracks and recordings, both sorted by ISRC, in one pass over both. Memory holds the recordings of one ISRC at a time.
/// </summary>
internal sealed class IsrcJoin(Table tracks, Table? recordings)
{
    private const int RowsBetweenReports = 1 << 16;

    private readonly RecordingCandidates candidates = new();

    /// <param name="mbid">16 bytes, or empty where the track has no match.</param>
    /// <param name="merged">MBIDs of recordings that were merged into the matched one, 16 bytes each.</param>
    public delegate void Visit(TrackByIsrcRow track, ReadOnlySpan<byte> mbid, ReadOnlySpan<byte> merged);

    /// <summary>Recordings that were not looked at, because more than <see cref="RecordingCandidates.MaxRecordings"/> share their ISRC with tracks.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Calls back for each track, in the order of ISRCs.</summary>
    /// <exception cref="InvalidDataException">A table is damaged.</exception>
    public void Run(Visit visit, IProgress<long> progress, CancellationToken cancellationToken)
    {
        Span<byte> isrc = stackalloc byte[TracksByIsrcTable.IsrcBytes];
        using var rows = tracks.Scan();
        using var others = recordings?.Scan();
        for (var read = 1L; rows.MoveNext(); read++)
        {
            var track = new TrackByIsrcRow(rows.Key, rows.Value);
            if (read == 1 || !track.Isrc.SequenceEqual(isrc))
            {
                track.Isrc.CopyTo(isrc);
                candidates.Clear();
                if (others is not null)
                    Gather(isrc, others);
            }

            var nearest = candidates.Nearest(track.DurationMs);
            visit(track, candidates.Mbid(nearest), candidates.Merged(nearest));
            if (read % RowsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(read);
            }
        }
    }

    private void Gather(ReadOnlySpan<byte> isrc, Table.Cursor others)
    {
        Span<byte> first = stackalloc byte[RecordingTable.KeyBytes];
        first.Clear();
        isrc.CopyTo(first);
        others.MoveTo(first);
        while (!others.AtEnd && new RecordingRow(others.Key, others.Value) is var recording && recording.Isrc.SequenceEqual(isrc))
        {
            if (!candidates.TryAdd(recording))
                LeftOut++;
            others.MoveNext();
        }
    }
}
