using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>Matches of the current generations of their tables. A look-up by id is one page; one by ISRC or MBID is a range and the matches of its tracks.</summary>
public sealed class TableXrefStore(CurrentTables tables) : IXrefStore
{
    /// <summary>Tracks of an ISRC or a recording that are looked at; the most popular of them come first.</summary>
    internal const int MaxTracks = 10_000;

    private readonly CurrentTable tracks = tables.Of(TrackTable.Name);
    private readonly CurrentTable matches = tables.Of(MatchTable.Name);
    private readonly CurrentTable byIsrc = tables.Of(TracksByIsrcTable.Name);
    private readonly CurrentTable byMbid = tables.Of(TracksByMbidTable.Name);

    public async Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TrackId, TrackMatch>(ids.Count);
        var isPublished = await matches.ReadAsync(
            table =>
            {
                table?.FindTracks(ids, (id, value) => found[id] = MatchTable.Read(id, value));
                return table is not null;
            },
            cancellationToken).ConfigureAwait(false);
        var missing = isPublished ? ids.Where(id => !found.ContainsKey(id)).ToList() : [];
        return [.. found.Values, .. missing.Count > 0 ? await GetWithoutIsrcAsync(missing, cancellationToken).ConfigureAwait(false) : []];
    }

    public async Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken)
    {
        var found = await byIsrc.ReadAsync(
            table => Ranked(
                table ?? throw new TableNotBuiltException(TracksByIsrcTable.Name), TracksByIsrcTable.FirstKey(isrc), TracksByIsrcTable.IsrcBytes,
                (key, value) => (new TrackByIsrcRow(key, value).Popularity, default)),
            cancellationToken).ConfigureAwait(false);
        var known = await MatchesOfAsync(found, cancellationToken).ConfigureAwait(false);
        // The matches may be those of an older catalogue, in which a track had another ISRC or none.
        return [.. found.Select(track => known.GetValueOrDefault(track.Id) is { } match && match.Isrc == isrc ? match : TrackMatch.None(track.Id, isrc))];
    }

    public async Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken)
    {
        var found = await byMbid.ReadAsync(
            table => Ranked(
                table ?? throw new TableNotBuiltException(TracksByMbidTable.Name), TracksByMbidTable.FirstKey(mbid), Mbid.ByteLength,
                (_, value) => TracksByMbidTable.Read(value)),
            cancellationToken).ConfigureAwait(false);
        var known = await MatchesOfAsync(found, cancellationToken).ConfigureAwait(false);
        // The matches may be those of another dump, in which a track is another recording.
        return [.. found.Where(track => known.GetValueOrDefault(track.Id)?.Mbid == track.Matched).Select(track => known[track.Id])];
    }

    /// <summary>From the manifests of the generations that are current now.</summary>
    public async Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken)
    {
        await matches.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await byIsrc.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var counts = await matches.ReadAsync(table => table?.Manifest.Counts, cancellationToken).ConfigureAwait(false);
        if (counts is null)
            return Enum.GetValues<MatchMethod>().ToDictionary(method => method, _ => 0L);
        // The generation of matches stays when nothing but tracks without an ISRC come or go, so they are counted elsewhere.
        var withoutIsrc = await byIsrc.ReadAsync(table => table?.Manifest.Counts.GetValueOrDefault(TracksByIsrcTable.WithoutIsrc) ?? 0, cancellationToken).ConfigureAwait(false);
        return Enum.GetValues<MatchMethod>().ToDictionary(
            method => method, method => counts.GetValueOrDefault(method.Name()) + (method == MatchMethod.NoMatch ? withoutIsrc : 0));
    }

    private async Task<IEnumerable<TrackMatch>> GetWithoutIsrcAsync(List<TrackId> ids, CancellationToken cancellationToken)
    {
        var known = new HashSet<TrackId>();
        await tracks.ReadAsync(
            table =>
            {
                table?.FindTracks(ids, (id, _) => known.Add(id));
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
        return known.Select(id => TrackMatch.None(id, null));
    }

    private async Task<Dictionary<TrackId, TrackMatch>> MatchesOfAsync(List<(TrackId Id, Mbid Matched)> found, CancellationToken cancellationToken) => found.Count == 0
        ? []
        : (await GetAsync([.. found.Select(track => track.Id)], cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);

    /// <summary>The tracks of the rows whose keys begin with a prefix, the most popular first, then by id.</summary>
    private static List<(TrackId Id, Mbid Matched)> Ranked(Table table, ReadOnlySpan<byte> first, int prefixBytes, ReadRow read)
    {
        var found = new List<(int Popularity, TrackId Id, Mbid Matched)>();
        using var rows = table.Scan(first, isShort: true);
        while (found.Count < MaxTracks && rows.MoveNext() && rows.Key.StartsWith(first[..prefixBytes]))
        {
            var (popularity, matched) = read(rows.Key, rows.Value);
            found.Add((popularity, TrackId.FromKey(rows.Key[prefixBytes..]), matched));
        }

        // The rows come by id, and the sort is stable.
        return [.. found.OrderByDescending(track => track.Popularity).Select(track => (track.Id, track.Matched))];
    }

    /// <returns>The matched recording where the row has it.</returns>
    private delegate (int Popularity, Mbid Matched) ReadRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}
