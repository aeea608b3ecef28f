using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Reports;

/// <summary>The reports on enrichment, each a SQL file in <c>Sql/</c>.</summary>
internal sealed class EnrichmentReports(ISqlWarehouse warehouse, TimeProvider clock)
{
    private static readonly Queries Queries = new("Reports.Sql.");

    public static IReadOnlyList<EnrichmentReport> All { get; } =
    [
        new("coverage", "Artists without enrichment data: how many, and the percentage of all.", ReportParameters.None, null),
        new("stale", "Artists that were not enriched in the last 90 days, the longest ago first; at most 20.", ReportParameters.Now, null),
        new("latest", "Enrichments of the last 7 days by date: artists, those with genres, average popularity and followers.", ReportParameters.Now, EnrichmentReport.Genres),
        new("genre", "Artists of a genre, the most popular first; at most 20.", ReportParameters.Genre, EnrichmentReport.Popularity),
        new("genres", "The genres of most artists; at most 30.", ReportParameters.None, $"{EnrichmentReport.Genres} {EnrichmentReport.Popularity}"),
        new("images", "Artists with a profile image, the most popular first; at most 20.", ReportParameters.None, EnrichmentReport.Images),
    ];

    /// <param name="genre">Of the report <c>genre</c>, as Spotify writes it; null for the others.</param>
    /// <exception cref="DatasetNotFoundException">The target's data set is not there.</exception>
    /// <exception cref="WarehouseRefusedException">A table of the report was never made.</exception>
    public Task<IReadOnlyList<SqlRow>> RunAsync(EnrichmentReport report, LakeTarget target, string? genre, CancellationToken cancellationToken) =>
        Queries.RunAsync(warehouse, report.Name, target, Parameters(report, genre), cancellationToken);

    private Dictionary<string, object> Parameters(EnrichmentReport report, string? genre) => report.Parameters switch
    {
        ReportParameters.Now => new() { ["now"] = clock.GetUtcNow() },
        ReportParameters.Genre => new() { ["genre"] = genre ?? throw new ArgumentException("The report needs a genre.", nameof(genre)) },
        _ => [],
    };
}

/// <param name="Note">What a reader must know about the figures; null for nothing.</param>
internal sealed record EnrichmentReport(string Name, string Description, ReportParameters Parameters, string? Note)
{
    public const string Genres = "An artist may have no genres: Spotify gives none to some, and changes them over time. That is no error.";
    public const string Popularity = "Popularity is relative to all of Spotify at that time: not comparable over time.";
    public const string Images = "An artist may have no images, such as a profile that nobody claimed. That is no error.";
}

internal enum ReportParameters
{
    None,
    Now,
    Genre,
}
