using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Maps every raw answer again after a changed mapping, without a request. The tables end as a fresh ingest would.</summary>
internal sealed class Replay(IIngestStore store)
{
    /// <returns>Raw answers.</returns>
    public Task<long> RunAsync(CancellationToken cancellationToken) => store.ReplayAsync(AnswerMapper.Map, cancellationToken);
}
