using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>
/// Compares what is made of each track that is compared: its row number, its place by ISRC and MBID, and its match, which is the recording of its ISRC whose
/// length is nearest, the oldest of equals.
/// </summary>
internal sealed class MatchCheck(Table? numbers, Table? byIsrc, Table? matches, Table? recordings, Table? byMbid)
{
    private const int MaxRecordings = 1_000;

    private readonly SourceCheck numbered = new(TrackNumberTable.Name) { Total = numbers?.Manifest.Rows ?? 0 };
    private readonly SourceCheck indexed = new(TracksByIsrcTable.Name) { Total = byIsrc?.Manifest.Rows ?? 0 };
    private readonly SourceCheck matched = new(MatchTable.Name) { Total = matches?.Manifest.Rows ?? 0 };
    private readonly SourceCheck found = new(TracksByMbidTable.Name) { Total = byMbid?.Manifest.Rows ?? 0 };

    /// <summary>Those of the tables that there are.</summary>
    public IEnumerable<SourceCheck> Checks => new[] { (numbers, numbered), (byIsrc, indexed), (matches, matched), (byMbid, found) }.Where(check => check.Item1 is not null).Select(check => check.Item2);

    public void Compare(SourceTrack track)
    {
        if (numbers is not null)
            CompareNumber(track);
        if (byIsrc is not null && track.Isrc.Length > 0)
            CompareIsrc(track);
        if (matches is not null)
            CompareMatch(track);
    }

    /// <summary>Compares how many rows were found: for a comparison of every track.</summary>
    public void End()
    {
        foreach (var check in Checks)
            check.Same(check.Name, "rows of tracks of the catalogue", check.Total, check.Compared);
    }

    private void CompareNumber(SourceTrack track)
    {
        var key = new byte[TrackNumberTable.KeyBytes];
        TrackNumberTable.WriteKey(key, track.Row);
        numbers!.TryFind(key, value => $"{TrackId.FromKey(value[..TrackId.KeyLength])} {TrackNumberTable.PopularityOf(value)}", out var found);
        numbered.Compared += found is null ? 0 : 1;
        numbered.Same($"row {track.Row}", "track and popularity", $"{track.Id} {track.Popularity ?? 0}", found);
    }

    private void CompareIsrc(SourceTrack track)
    {
        var key = Encoding.ASCII.GetBytes(track.Isrc).Concat(track.Id!.Value.ToKey()).ToArray();
        byIsrc!.TryFind(key, value => new TrackByIsrcRow(key, value) is var row ? $"{row.DurationMs} {row.Popularity}" : "", out var found);
        indexed.Compared += found is null ? 0 : 1;
        indexed.Same($"{track.Isrc} {track.Id}", "length and popularity", $"{track.Duration} {track.Popularity ?? 0}", found);
    }

    private void CompareMatch(SourceTrack track)
    {
        var id = track.Id!.Value;
        var isThere = matches!.TryFind(id.ToKey(), value => (Isrc: Encoding.ASCII.GetString(value[..RecordingTable.IsrcBytes]), Mbid: MatchTable.MbidOf(value)), out var match);
        if (isThere != track.Isrc.Length > 0)
            matched.Differ($"{id}", "the row", track.Isrc.Length > 0 ? "in the table" : "left out", isThere ? "in the table" : "missing");
        var expected = track.Isrc.Length > 0 ? Nearest(track) : [];
        if (byMbid is not null)
            foreach (var mbid in expected)
                CompareMbid(track, mbid, expected[0]);
        if (!isThere)
            return;
        matched.Compared++;
        matched.Same($"{id}", "ISRC", track.Isrc, match.Isrc);
        matched.Same($"{id}", "MBID", expected.Count > 0 ? (Mbid?)expected[0] : null, match.Mbid);
    }

    private void CompareMbid(SourceTrack track, Mbid mbid, Mbid recording)
    {
        byMbid!.TryFind([.. mbid.ToBytes(), .. track.Id!.Value.ToKey()], value => $"{value[0]} {Mbid.FromBytes(value[1..])}", out var there);
        found.Compared += there is null ? 0 : 1;
        found.Same($"{mbid} {track.Id}", "popularity and recording", $"{track.Popularity ?? 0} {recording}", there);
    }

    /// <summary>The MBID of the nearest recording, and those that were merged into it; empty where there is none.</summary>
    private IReadOnlyList<Mbid> Nearest(SourceTrack track)
    {
        if (recordings is null)
            return [];
        var isrc = Encoding.ASCII.GetBytes(track.Isrc);
        var first = new byte[RecordingTable.KeyBytes];
        isrc.CopyTo(first, 0);
        using var rows = recordings.Scan(first, isShort: true);
        var (nearest, least) = (Array.Empty<byte>(), long.MaxValue);
        for (var read = 0; read < MaxRecordings && rows.MoveNext() && new RecordingRow(rows.Key, rows.Value) is var recording && recording.Isrc.SequenceEqual(isrc); read++)
        {
            var distance = recording.LengthMs > 0 && track.Duration > 0 ? Math.Abs(recording.LengthMs - track.Duration) : long.MaxValue;
            if (nearest.Length == 0 || distance < least)
                (nearest, least) = ([.. recording.Mbid, .. recording.Merged], distance);
        }

        return [.. nearest.Chunk(Mbid.ByteLength).Select(mbid => Mbid.FromBytes(mbid)).Distinct()];
    }
}
