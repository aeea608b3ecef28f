using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>
/// Puts the tracks below tier A that are asked for into the index, most asked for first, batch by batch, up to the cap. Each batch is
/// written, then marked: what crashes between is written again, to the same points, and marked then.
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
        while (!report.IsFull)
        {
            var page = await accesses.CandidatesAsync(options.MinAccesses, last, options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            last = page[^1];
            var room = options.MaxVectors - await index.CountAsync(cancellationToken).ConfigureAwait(false);
            var promoted = await vectors.PromoteAsync([.. page.Select(track => track.Id)], Math.Max(0, room), cancellationToken).ConfigureAwait(false);
            report = new PromotionReport(report.Candidates + page.Count, report.Promoted + promoted.Count, promoted.IsFull);
        }

        Log.Promoted(logger, report.Promoted, report.Candidates, report.IsFull);
        return report;
    }
}

/// <param name="Candidates">Tracks with enough accesses that were not promoted before; popular ones and ones without features stay so.</param>
/// <param name="Promoted">Tracks that are in the index now for their accesses.</param>
/// <param name="IsFull">Whether the cap left some out.</param>
public sealed record PromotionReport(long Candidates, long Promoted, bool IsFull);
