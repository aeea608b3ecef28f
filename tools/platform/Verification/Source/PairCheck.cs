using System.Globalization;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>
/// Counts pairs again from the playlists, a counter for each other track, without the miner's code, and compares them with the table: all of them, or
/// those that a sample of tracks lists.
/// </summary>
internal sealed class PairCheck(SourcePlaylists source, Table pairs, VerifyScope scope, long memoryBytes, IProgress<string> progress)
{
    /// <summary>At most, of a track in a playlist while the numbers are rearranged.</summary>
    private const int BytesPerEntry = 24;

    private readonly SourceCheck check = new(PairTable.Name);
    private readonly SortedDictionary<string, string> rules = pairs.Manifest.Plan.Rules;

    private int MinTracks => Rule("min_playlist_tracks");

    private int MaxTracks => Rule("max_playlist_tracks");

    public SourceCheck Run(long entries, CancellationToken cancellationToken)
    {
        check.Total = pairs.Manifest.Rows;
        if (scope.Full && entries * BytesPerEntry <= memoryBytes)
            CompareAll(cancellationToken);
        else
        {
            if (scope.Full)
                check.Note = $"all pairs need {entries * BytesPerEntry:N0} bytes of memory (--memory): a sample was counted";
            CompareSample(cancellationToken);
        }

        return check;
    }

    /// <summary>One pass over the playlists, with counters for the sampled pairs alone.</summary>
    private void CompareSample(CancellationToken cancellationToken)
    {
        var rows = SampleRows();
        var numbers = new Dictionary<TrackId, int>();
        foreach (var id in rows.SelectMany(row => row.Others.Select(other => other.Id).Prepend(row.Id)))
            numbers.TryAdd(id, numbers.Count);
        var (single, both, kept) = (new long[numbers.Count], new Dictionary<(int, int), long>(), 0L);
        foreach (var row in rows)
            foreach (var other in row.Others)
                both[(numbers[row.Id], numbers[other.Id])] = 0;
        var wanted = both.Keys.GroupBy(pair => pair.Item1, pair => pair.Item2).ToDictionary(group => group.Key, group => group.ToArray());
        var present = new HashSet<int>();
        foreach (var playlist in Kept(cancellationToken))
        {
            kept++;
            present.Clear();
            foreach (var track in playlist.Tracks)
                if (numbers.TryGetValue(track, out var number))
                    present.Add(number);
            foreach (var number in present)
            {
                single[number]++;
                foreach (var other in wanted.GetValueOrDefault(number, []))
                    if (present.Contains(other))
                        both[(number, other)]++;
            }
        }

        check.Same(check.Name, "playlists", kept, pairs.Manifest.Counts[PairTable.Playlists]);
        foreach (var row in rows)
        {
            check.Compared++;
            check.Same($"{row.Id}", "playlists of the track", single[numbers[row.Id]], row.Playlists);
            foreach (var other in row.Others)
                check.Same(
                    $"{row.Id} and {other.Id}", "playlists of both, and of the second,", $"{both[(numbers[row.Id], numbers[other.Id])]}, {single[numbers[other.Id]]}",
                    $"{other.Both}, {other.Playlists}");
        }
    }

    private void CompareAll(CancellationToken cancellationToken)
    {
        var counts = PlaylistMatrix.Read(Kept(cancellationToken), Rule("min_popularity_exclusive"), Rule("min_pair_count"));
        check.Same(check.Name, "playlists", counts.Playlists, pairs.Manifest.Counts[PairTable.Playlists]);
        var (gate, done, found) = (new Lock(), 0L, 0L);
        Parallel.For(
            0, counts.Tracks.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new int[counts.Tracks.Count],
            (track, _, counters) =>
            {
                var expected = Best(counts, track, counts.Count(track, counters));
                var isThere = pairs.TryFind(counts.Tracks[track].ToKey(), value => PairsRow.Read(counts.Tracks[track], value), out var row);
                var own = new Comparison();
                Compare(counts, track, expected, isThere ? row : null, own);
                lock (gate)
                {
                    found += isThere ? 1 : 0;
                    foreach (var difference in own.Shown)
                        check.Add(difference);
                    if (++done % 4096 == 0)
                        progress.Report($"{check.Name}: {done:N0} of {counts.Tracks.Count:N0} tracks");
                }

                return counters;
            },
            _ => { });
        check.Compared = check.Total;
        check.Same(check.Name, "rows of tracks that are in playlists", pairs.Manifest.Rows, found);
    }

    private static void Compare(PlaylistMatrix counts, int track, List<(int Other, int Both)> expected, PairsRow? row, Comparison own)
    {
        var id = counts.Tracks[track];
        if (expected.Count > 0 != row is not null)
        {
            own.Differ($"{id}", "the row", expected.Count > 0 ? "in the table" : "left out", row is not null ? "in the table" : "missing");
            return;
        }

        if (row is null)
            return;
        own.Same($"{id}", "playlists of the track", counts.PlaylistsOf(track), row.Playlists);
        own.Same($"{id}", "pairs", expected.Count, row.Others.Count);
        foreach (var ((other, both), listed) in expected.Zip(row.Others))
            own.Same($"{id}", "a pair", $"{counts.Tracks[other]} {both} {counts.PlaylistsOf(other)}", $"{listed.Id} {listed.Both} {listed.Playlists}");
    }

    /// <summary>The pairs that a track lists: its best by the miner's measure, in the order of their scores.</summary>
    private List<(int Other, int Both)> Best(PlaylistMatrix counts, int track, IEnumerable<(int Other, int Both)> counted)
    {
        double Score(int other, int both) => PairScore.Rank(
            PairScore.Pmi(both, counts.PlaylistsOf(track), counts.PlaylistsOf(other), counts.Playlists), PairScore.Jaccard(both, counts.PlaylistsOf(track), counts.PlaylistsOf(other)));
        double Measure(int other, int both) => rules["best_by"] switch
        {
            "pmi" => PairScore.Pmi(both, counts.PlaylistsOf(track), counts.PlaylistsOf(other), counts.Playlists),
            "jaccard" => PairScore.Jaccard(both, counts.PlaylistsOf(track), counts.PlaylistsOf(other)),
            "count" => both,
            _ => Score(other, both),
        };
        IEnumerable<(int Other, int Both)> Ordered(IEnumerable<(int Other, int Both)> some, Func<int, int, double> by) =>
            some.OrderByDescending(pair => by(pair.Other, pair.Both)).ThenByDescending(pair => pair.Both).ThenBy(pair => counts.Tracks[pair.Other]);
        return [.. Ordered(Ordered(counted, Measure).Take(Rule("max_pairs_per_track")), Score)];
    }

    private IEnumerable<SourcePlaylist> Kept(CancellationToken cancellationToken)
    {
        var read = 0L;
        foreach (var playlist in source.Read(source.FirstRow, source.LastRow))
        {
            if (read++ % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report($"{check.Name}: {read:N0} playlists read");
            }

            if (playlist.Tracks.Length >= MinTracks && playlist.Tracks.Length <= MaxTracks)
                yield return playlist;
        }
    }

    /// <summary>Rows from random places in the order of ids.</summary>
    private List<PairsRow> SampleRows()
    {
        var (rows, random, key) = (new SortedDictionary<TrackId, PairsRow>(), new Random(scope.Seed), new byte[PairTable.KeyBytes]);
        for (var i = 0; i < scope.FewerRows; i++)
        {
            random.NextBytes(key);
            // Ids are below 2^128 and spread over all of them.
            using var cursor = pairs.Scan(key, isShort: true);
            if (cursor.MoveNext() && TrackId.FromKey(cursor.Key) is var id)
                rows[id] = PairsRow.Read(id, cursor.Value);
        }

        return [.. rows.Values];
    }

    private int Rule(string name) => int.Parse(rules[name], CultureInfo.InvariantCulture);
}

/// <summary>A row of the table of pairs.</summary>
internal sealed record PairsRow(TrackId Id, int Playlists, IReadOnlyList<(TrackId Id, int Both, int Playlists)> Others)
{
    public static PairsRow Read(TrackId id, ReadOnlySpan<byte> value)
    {
        var row = new PairRow(value);
        var others = new (TrackId, int, int)[row.Count];
        for (var i = 0; i < others.Length; i++)
            others[i] = (row.Other(i), row.Both(i), row.OtherPlaylists(i));
        return new PairsRow(id, row.Playlists, others);
    }
}
