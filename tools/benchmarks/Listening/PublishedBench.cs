using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>Generated plays, published as the service does.</summary>
internal static class PublishedBench
{
    private static readonly IOptions<PublishingOptions> Publishing = Options.Create(new PublishingOptions());

    public static ListeningHistoryMetrics Metrics { get; } =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static async Task<InsightPlays> PublishAsync(string root, int plays, int seed)
    {
        var rows = new InsightPlays(root, plays, seed);
        await new PlaysPublisher(new PlaysFileBuilder(rows, Publishing, TimeProvider.System), Publishing, Metrics, TimeProvider.System, NullLogger<PlaysPublisher>.Instance)
            .PublishAsync(rows, rebuild: false, CancellationToken.None);
        return rows;
    }

    public static PublishedPlays Open(string root) =>
        new(Options.Create(new ListeningHistoryOptions { DataFolder = root }), Publishing, TimeProvider.System);
}
