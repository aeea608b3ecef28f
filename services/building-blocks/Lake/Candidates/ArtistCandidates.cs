using System.Globalization;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Candidates;

/// <summary>Which artists of the hub need enrichment.</summary>
internal sealed class ArtistCandidates(ISqlWarehouse warehouse, TimeProvider clock)
{
    private static readonly Queries Queries = new("Candidates.Sql.");
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    /// <param name="force">Also artists that are enriched.</param>
    /// <returns>The most played first.</returns>
    public async Task<IReadOnlyList<ArtistToEnrich>> ListAsync(EnrichmentMode mode, bool force, LakeTarget target, CancellationToken cancellationToken)
    {
        var since = mode == EnrichmentMode.Incremental ? clock.GetUtcNow() - Recent : DateTimeOffset.UnixEpoch;
        var rows = force && mode == EnrichmentMode.Backfill
            ? await Queries.RunAsync(warehouse, "known", target, new Dictionary<string, object>(), cancellationToken).ConfigureAwait(false)
            : await Queries.RunAsync(warehouse, "unenriched", target, new Dictionary<string, object> { ["since"] = since }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new ArtistToEnrich((string?)row["artistId"], (string)row["artistName"]!))];
    }

    /// <summary>What a reader checks when there is nothing to enrich.</summary>
    /// <returns>Rows of the enrichment table, and artists of the hub.</returns>
    public async Task<(long Enrichments, long Artists)> CountAsync(LakeTarget target, CancellationToken cancellationToken)
    {
        var row = (await Queries.RunAsync(warehouse, "enrichments", target, new Dictionary<string, object>(), cancellationToken).ConfigureAwait(false))[0];
        return (Convert.ToInt64(row["enrichment_count"], CultureInfo.InvariantCulture), Convert.ToInt64(row["artist_count"], CultureInfo.InvariantCulture));
    }
}
