using System.Globalization;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Derives the table of matches from tracks and recordings.</summary>
internal sealed class MatchesByIsrc(TableStore store, XrefMetrics metrics) : JoinedTable(store)
{
    /// <summary>The reason under which recordings are counted that were not looked at.</summary>
    private static readonly string TooMany = string.Create(CultureInfo.InvariantCulture, $"recordings_beyond_{RecordingCandidates.MaxRecordings}_of_an_isrc");

    public override string Name => MatchTable.Name;

    protected override int KeyBytes => MatchTable.KeyBytes;

    protected override int MappingVersion => 1;

    protected override void Write(IsrcJoin join, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var value = new byte[MatchTable.ValueBytes];
        var (matched, unmatched) = (0L, 0L);
        join.Run(
            (track, mbid, _) =>
            {
                MatchTable.WriteValue(value, track.Isrc, mbid);
                writer.Add(track.Track, value);
                if (mbid.IsEmpty)
                    unmatched++;
                else
                    matched++;
            },
            rows,
            cancellationToken);
        Count(writer, MatchMethod.IsrcExact, matched);
        Count(writer, MatchMethod.NoMatch, unmatched);
        if (join.LeftOut > 0)
            writer.LeaveOut(TooMany, join.LeftOut);
    }

    private void Count(TableWriter writer, MatchMethod method, long tracks)
    {
        writer.Count(method.Name(), tracks);
        metrics.Matched(method, tracks);
    }
}
