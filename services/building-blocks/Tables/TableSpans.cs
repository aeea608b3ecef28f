using System.Diagnostics;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Tables;

/// <summary>Spans of deriving a table and of building its units, and the generations that other spans read.</summary>
internal static class TableSpans
{
    /// <summary>Followed by the table's name: the generation that the work of a span read of it.</summary>
    public const string ReadPrefix = "table.read.";

    private static readonly ActivitySource Source = new("SpotifyPlatform.Tables");

    public static Activity? StartDerive(string table) => Source.StartActivity($"derive {table}")?.SetTag("table.name", table);

    public static Activity? StartBuild(TablePlan plan, int unit) =>
        Source.StartActivity($"build {plan.Table}")?.SetTag("table.name", plan.Table).SetTag("table.generation", plan.Id).SetTag("table.unit", unit);

    public static void SetOutcome(this Activity? span, DerivedStatus status)
    {
        span?.SetTag("table.state", $"{status.State}").SetTag("table.generation", status.WantedId);
        if (status.Published is { } published)
            span?.SetTag("table.rows", published.Rows).SetTag("table.bytes", published.Bytes);
    }

    /// <param name="type">An exception's type, or the reason of a refusal.</param>
    public static void SetFailed(this Activity? span, string type) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", type);

    /// <summary>Notes which generation the current span read. Costs nothing where nobody listens.</summary>
    /// <param name="tag"><see cref="ReadPrefix"/> and the table's name.</param>
    public static void SetRead(string tag, Table table)
    {
        if (Source.HasListeners() && Activity.Current is { IsAllDataRequested: true } span)
            span.SetTag(tag, table.Manifest.Plan.Id);
    }
}
