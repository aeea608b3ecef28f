using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.Lake.Tests;

public sealed partial class LakeMetricsTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LakeMetrics>().BuildServiceProvider();
    private readonly MeterListener listener = new();
    private readonly SortedDictionary<string, double> sums = new(StringComparer.Ordinal);
    private readonly SortedSet<string> instruments = new(StringComparer.Ordinal);

    public LakeMetricsTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name != LakeMetrics.MeterName || instrument.Meter.Scope != factory)
                return;
            instruments.Add($"{instrument.Name} {instrument.Unit}");
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    public void Dispose()
    {
        listener.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Record_EachKind_IsCountedWithItsTags()
    {
        var metrics = services.GetRequiredService<LakeMetrics>();
        metrics.Ingested("artist_enrichment", "t", rows: 5, inserted: 3, TimeSpan.FromSeconds(2));
        metrics.Refused("artist_enrichment");
        metrics.Made("hub", rows: 7, TimeSpan.FromSeconds(1));
        metrics.Made("view", rows: null, TimeSpan.FromSeconds(1));
        metrics.Ran("fetch", TimeSpan.FromSeconds(4), new TimeoutException());
        Assert.Equal(
            [
                "lake.files config=artist_enrichment outcome=ingested: 1", "lake.files config=artist_enrichment outcome=refused: 1",
                "pipeline.batch.duration step=ingest name=artist_enrichment: 2", "pipeline.batch.duration step=model name=hub: 1", "pipeline.batch.duration step=model name=view: 1",
                "pipeline.batch.duration step=weekly name=fetch: 4", "pipeline.errors step=fetch error.type=TimeoutException: 1",
                "pipeline.records.consumed config=artist_enrichment: 5", "pipeline.records.produced table=hub: 7", "pipeline.records.produced table=t: 3",
            ],
            sums.Select(sum => $"{sum.Key}: {sum.Value}"));
    }

    [Fact]
    public void Instruments_All_AreInTheReadme()
    {
        services.GetRequiredService<LakeMetrics>();
        var readme = File.ReadAllText(PathOf("services/building-blocks/Lake/README.md"));
        Assert.Equal(instruments, Row().Matches(readme).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Order(StringComparer.Ordinal));
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = string.Join(' ', (string[])[instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);
        sums[key] = sums.GetValueOrDefault(key) + value;
    }

    private static string PathOf(string file, [CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", file);

    [GeneratedRegex(@"(?m)^\| `((?:pipeline|lake)\.[a-z.]+)` \| (\S+) \|")]
    private static partial Regex Row();
}
