using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Tiers;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>
/// Adds the most accessed tracks of tier B to the vector index, at most one batch a run. A shared index is written and other processes are told first,
/// and the tracks are marked afterwards: a crash between repeats the same writes.
/// </summary>
public sealed class Promotion
{
    private readonly IAccessStore accesses;
    private readonly IFeatureStore features;
    private readonly IVectorIndex index;
    private readonly PointComposer composer;
    private readonly TierPolicy tiers;
    private readonly PromotionOptions options;
    private readonly IPromotionAnnouncer announcer;
    private readonly ILogger<Promotion> logger;

    internal Promotion(
        IAccessStore accesses, IFeatureStore features, IVectorIndex index, PointComposer composer, TierPolicy tiers, IOptions<VectorizerOptions> options,
        IPromotionAnnouncer announcer, ILogger<Promotion> logger) =>
        (this.accesses, this.features, this.index, this.composer, this.tiers, this.options, this.announcer, this.logger) =
        (accesses, features, index, composer, tiers, options.Value.Promotion, announcer, logger);

    public async Task<PromotionReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new PromotionReport(0, 0, false);
        var capacity = Math.Max(0, options.MaxVectors - await index.CountAsync(cancellationToken).ConfigureAwait(false));
        TrackAccess? last = null;

        // Tracks of tiers A and C stay candidates for ever, so whole pages may hold none of tier B.
        while (!report.IsFull && report.Promoted < options.BatchSize)
        {
            var page = await accesses.CandidatesAsync(options.MinAccesses, last, options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            last = page[^1];
            var (promoted, added, isFull) = await PromoteAsync([.. page.Select(track => track.Id)], (int)(options.BatchSize - report.Promoted), capacity, cancellationToken).ConfigureAwait(false);
            capacity -= added;
            report = new PromotionReport(report.Candidates + page.Count, report.Promoted + promoted, isFull);
        }

        // The tracks are marked, whether or not the index can be refreshed.
        Log.Promoted(logger, report.Promoted, report.Candidates, report.IsFull);
        if (report.Promoted > 0)
            await index.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>Promotes tracks of tier B that have features, in the given order; others are skipped.</summary>
    /// <param name="limit">Tracks to promote, at most.</param>
    /// <param name="capacity">New points, at most. Points that a run wrote before it crashed are already in the index and take no capacity.</param>
    /// <returns>Tracks promoted, points added, and whether <paramref name="capacity"/> left some out.</returns>
    private async Task<(int Promoted, int Added, bool IsFull)> PromoteAsync(IReadOnlyList<TrackId> ids, int limit, long capacity, CancellationToken cancellationToken)
    {
        var eligible = (await features.GetAsync(ids, cancellationToken).ConfigureAwait(false))
            .Where(profile => profile is { Features: not null, Description: { } description } && tiers.IsTierB(description))
            .ToDictionary(profile => profile.Id);
        var indexed = (await index.GetAsync(eligible.Keys, cancellationToken).ConfigureAwait(false)).Select(point => point.Id).ToHashSet();
        var wanted = ids.Where(eligible.ContainsKey).Take(limit).ToList();
        var added = wanted.Where(id => !indexed.Contains(id)).Take((int)Math.Min(capacity, wanted.Count)).ToHashSet();
        var promoted = wanted.Where(id => indexed.Contains(id) || added.Contains(id)).ToList();
        if (promoted.Count > 0)
        {
            if (index is IVectorIndexWriter writer)
                await writer.UpsertAsync(await composer.ComposeAsync(promoted.Select(id => eligible[id]), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            await announcer.AnnounceAsync(promoted, cancellationToken).ConfigureAwait(false);
            await accesses.MarkPromotedAsync(promoted, cancellationToken).ConfigureAwait(false);
        }

        return (promoted.Count, added.Count, promoted.Count < wanted.Count);
    }
}

/// <param name="Candidates">Tracks read that have enough accesses and were not promoted before, of any tier.</param>
/// <param name="Promoted">Tracks that this run promoted, at most <see cref="PromotionOptions.BatchSize"/>.</param>
/// <param name="IsFull">Whether tracks were left out because the index holds <see cref="PromotionOptions.MaxVectors"/>.</param>
public sealed record PromotionReport(long Candidates, long Promoted, bool IsFull);
