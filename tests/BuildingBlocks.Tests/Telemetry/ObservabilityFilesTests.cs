using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus.Backlog;
using SpotifyPlatform.Lake;
using SpotifyPlatform.ServiceDefaults.Telemetry;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.BuildingBlocks.Tests;

/// <summary>Every metric and label of the dashboard and of the alert rules is one that <c>/metrics</c> has, and every alert has a runbook.</summary>
public sealed partial class ObservabilityFilesTests
{
    /// <summary>What Prometheus itself adds.</summary>
    private static readonly string[] OwnLabels = ["job", "instance", "le"];

    [Fact]
    public async Task Expressions_OfDashboardAndAlerts_NameWhatIsExported()
    {
        var exported = await ScrapeAsync();
        exported["up"] = [];
        var expressions = DashboardExpressions().Concat(Alerts().Select(alert => alert.Expression)).ToList();
        Assert.True(expressions.Count > 20);

        var unknown = new List<string>();
        foreach (var expression in expressions)
        {
            var parsed = PromQl.Parse(expression);
            Assert.NotEmpty(parsed.Metrics);
            unknown.AddRange(parsed.Metrics.Where(metric => !exported.ContainsKey(metric.Metric)).Select(metric => $"{metric.Metric} in {expression}"));
            unknown.AddRange(
                from metric in parsed.Metrics
                where exported.ContainsKey(metric.Metric)
                from label in metric.Labels
                where !exported[metric.Metric].Contains(label) && !OwnLabels.Contains(label)
                select $"{metric.Metric}{{{label}}} in {expression}");
            var known = parsed.Metrics.SelectMany(metric => exported.GetValueOrDefault(metric.Metric) ?? []).Concat(OwnLabels).ToHashSet();
            unknown.AddRange(parsed.Grouping.Where(label => !known.Contains(label)).Select(label => $"by ({label}) in {expression}"));
        }

        Assert.True(unknown.Count == 0, $"Not exported:\n{string.Join('\n', unknown)}\nExported:\n{string.Join('\n', exported.Keys.Order())}");
    }

    [Fact]
    public void Alerts_All_HaveARunbookInTheDocs()
    {
        var docs = File.ReadAllText(PathOf("docs/observability.md"));
        var alerts = Alerts();
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Matches($@"(?m)^#+ {alert.Name}$", docs));
        Assert.All(alerts, alert => Assert.EndsWith($"docs/observability.md#{alert.Name.ToLowerInvariant()}", alert.Runbook, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_Expression_FindsMetricsLabelsAndGrouping()
    {
        var parsed = PromQl.Parse("""histogram_quantile(0.9, sum by (le, a_b) (rate(x_bucket{c=~"d{e=1}", f!="g"}[5m]))) / on (h) y > 1e3 or absent(z)""");

        Assert.Equal(["x_bucket: c f", "y: ", "z: "], parsed.Metrics.Select(metric => $"{metric.Metric}: {string.Join(' ', metric.Labels)}"));
        Assert.Equal(["le", "a_b", "h"], parsed.Grouping);
    }

    /// <summary>The labels of each metric of a service whose instruments have all been used.</summary>
    private static async Task<Dictionary<string, HashSet<string>>> ScrapeAsync()
    {
        var builder = TestService.Builder();
        builder.Services.AddSingleton<EventBusMetrics>().AddSingleton<DerivedTableMetrics>().AddSingleton<AcquirerMetrics>().AddSingleton<LakeMetrics>();
        await using var app = builder.Map();
        app.MapGet("/things/{thing}", (HttpContext context) => context.SetRpcStatus(StatusCode.Unavailable));
        await app.StartAsync();
        UseAll(app.Services);
        using var client = new HttpClient { BaseAddress = app.HttpAddress() };
        await client.GetStringAsync(new Uri("/things/one", UriKind.Relative));
        var labels = new Dictionary<string, HashSet<string>>();
        foreach (Match sample in Sample().Matches(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))))
        {
            var of = labels.TryGetValue(sample.Groups[1].Value, out var known) ? known : labels[sample.Groups[1].Value] = [];
            of.UnionWith(Label().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value));
        }

        return labels;
    }

    private static void UseAll(IServiceProvider services)
    {
        var bus = services.GetRequiredService<EventBusMetrics>();
        bus.Consumed("topic", "group", records: 1);
        bus.Dropped("topic", "group", "reason");
        bus.Failed("topic", "group", new IOException());
        bus.Retried("topic", "group", new IOException());
        bus.Batch("topic", "group", TimeSpan.FromSeconds(1));
        bus.Observed([new GroupBacklog(new GroupLag("topic", "group", 1, 2), 3)]);
        services.GetRequiredService<DerivedTableMetrics>().Observed([new TableFreshness("table", DateTimeOffset.UnixEpoch, true, DerivedState.Building)]);
        var lake = services.GetRequiredService<LakeMetrics>();
        lake.Ingested("config", "table", rows: 1, inserted: 1, TimeSpan.FromSeconds(1));
        lake.Ran("step", TimeSpan.FromSeconds(1), new IOException());
        services.GetRequiredService<AcquirerMetrics>().Stalled("torrent", isStalled: true);
        services.GetRequiredService<AcquirerMetrics>().Missing("torrent", 1);
        // An exception counts where it is thrown.
        Assert.Throws<InvalidOperationException>(void () => throw new InvalidOperationException());
        GC.Collect();
    }

    private static IEnumerable<string> DashboardExpressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf("charts/spotify-platform/files/dashboard.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString(),
        ];
    }

    private static List<(string Name, string Expression, string Runbook)> Alerts() =>
        [.. Alert().Matches(File.ReadAllText(PathOf("charts/spotify-platform/files/alerts.yaml"))).Select(alert => (alert.Groups[1].Value, alert.Groups[2].Value, alert.Groups[3].Value))];

    private static string PathOf(string file, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", file);

    [GeneratedRegex(@"(?m)^([A-Za-z_:][A-Za-z0-9_:]*)(?:\{(.*)\})? \S+")]
    private static partial Regex Sample();

    [GeneratedRegex(@"([A-Za-z_][A-Za-z0-9_]*)=""(?:\\.|[^""\\])*""")]
    private static partial Regex Label();

    [GeneratedRegex(@"- alert: (\w+)\s+expr: (?:>-\s+)?([\s\S]*?)\s+for: [\s\S]*?runbook: (\S+)")]
    private static partial Regex Alert();
}
