using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>
/// Adds the most accessed tracks of tier B to the vector index, at most one batch a run. Points are written first and marked as promoted
/// afterwards: a crash between the two repeats the same writes.
/// </summary>
public sealed class Promotion
{
    private readonly IAccessStore accesses;
    private readonly IVectorIndex index;
    private readonly TrackVectors vectors;
    private readonly PromotionOptions options;
    private readonly ILogger<Promotion> logger;

    internal Promotion(IAccessStore accesses, IVectorIndex index, TrackVectors vectors, IOptions<VectorizerOptions> options, ILogger<Promotion> logger) =>
        (this.accesses, this.index, this.vectors, this.options, this.logger) = (accesses, index, vectors, options.Value.Promotion, logger);

    public async Task<PromotionReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new PromotionReport(0, 0, false);
        TrackAccess? last = null;

        // Tracks of tiers A and C stay candidates for ever, so whole pages may hold none of tier B.
        while (!report.IsFull && report.Promoted < options.BatchSize)
        {
            var page = await accesses.CandidatesAsync(options.MinAccesses, last, options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            last = page[^1];
            var capacity = options.MaxVectors - await index.CountAsync(cancellationToken).ConfigureAwait(false);
            var (count, isFull) = await vectors
                .PromoteAsync([.. page.Select(track => track.Id)], (int)(options.BatchSize - report.Promoted), Math.Max(0, capacity), cancellationToken)
                .ConfigureAwait(false);
            report = new PromotionReport(report.Candidates + page.Count, report.Promoted + count, isFull);
        }

        Log.Promoted(logger, report.Promoted, report.Candidates, report.IsFull);
        return report;
    }
}

/// <param name="Candidates">Tracks read that have enough accesses and were not promoted before, of any tier.</param>
/// <param name="Promoted">Tracks that this run promoted, at most <see cref="PromotionOptions.BatchSize"/>.</param>
/// <param name="IsFull">Whether tracks were left out because the index holds <see cref="PromotionOptions.MaxVectors"/>.</param>
public sealed record PromotionReport(long Candidates, long Promoted, bool IsFull);
