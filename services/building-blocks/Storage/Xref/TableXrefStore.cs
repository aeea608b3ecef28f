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
        var wanted = ids.Distinct().ToArray();
        var found = new TrackMatch?[wanted.Length];
        var isPublished = await matches.ReadAsync(
            table =>
            {
                table?.FindMany(Keys(wanted), (value, index) => found[index] = MatchTable.Read(wanted[index], value));
                return table is not null;
            },
            cancellationToken).ConfigureAwait(false);
        var missing = isPublished ? wanted.Where((_, index) => found[index] is null).ToArray() : [];
        return [.. found.OfType<TrackMatch>(), .. missing.Length > 0 ? await GetWithoutIsrcAsync(missing, cancellationToken).ConfigureAwait(false) : []];
    }

    public async Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken)
    {
        var ids = await byIsrc.ReadAsync(
            table => Ranked(table ?? throw new TableNotBuiltException(TracksByIsrcTable.Name), TracksByIsrcTable.FirstKey(isrc), TracksByIsrcTable.IsrcBytes, (key, value) => new TrackByIsrcRow(key, value).Popularity),
            cancellationToken).ConfigureAwait(false);
        var known = await MatchesOfAsync(ids, cancellationToken).ConfigureAwait(false);
        // The matches may be those of an older catalogue, in which a track had another ISRC or none.
        return [.. ids.Select(id => known.GetValueOrDefault(id) is { } match && match.Isrc == isrc ? match : TrackMatch.None(id, isrc))];
    }

    public async Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken)
    {
        var ids = await byMbid.ReadAsync(
            table => Ranked(table ?? throw new TableNotBuiltException(TracksByMbidTable.Name), TracksByMbidTable.FirstKey(mbid), Mbid.ByteLength, (_, value) => value[0]),
            cancellationToken).ConfigureAwait(false);
        var known = await MatchesOfAsync(ids, cancellationToken).ConfigureAwait(false);
        return [.. ids.Select(known.GetValueOrDefault).OfType<TrackMatch>().Where(match => match.Mbid is not null)];
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

    private async Task<IEnumerable<TrackMatch>> GetWithoutIsrcAsync(TrackId[] ids, CancellationToken cancellationToken)
    {
        var known = new bool[ids.Length];
        await tracks.ReadAsync(
            table =>
            {
                table?.FindMany(Keys(ids), (_, index) => known[index] = true);
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
        return ids.Where((_, index) => known[index]).Select(id => TrackMatch.None(id, null));
    }

    private async Task<Dictionary<TrackId, TrackMatch>> MatchesOfAsync(List<TrackId> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? []
        : (await GetAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);

    /// <summary>The tracks of the rows whose keys begin with a prefix, the most popular first, then by id.</summary>
    private static List<TrackId> Ranked(Table table, ReadOnlySpan<byte> first, int prefixBytes, PopularityOf popularity)
    {
        var found = new List<(int Popularity, TrackId Id)>();
        using var rows = table.Scan(first, isShort: true);
        while (found.Count < MaxTracks && rows.MoveNext() && rows.Key.StartsWith(first[..prefixBytes]))
            found.Add((popularity(rows.Key, rows.Value), TrackId.FromKey(rows.Key[prefixBytes..])));
        // The rows come by id, and the sort is stable.
        return [.. found.OrderByDescending(track => track.Popularity).Select(track => track.Id)];
    }

    private static byte[] Keys(TrackId[] ids)
    {
        var keys = new byte[ids.Length * TrackId.KeyLength];
        for (var i = 0; i < ids.Length; i++)
            ids[i].ToKey().CopyTo(keys, i * TrackId.KeyLength);
        return keys;
    }

    private delegate int PopularityOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}
