using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed partial class MetricsTests
{
    [Fact]
    public void Instruments_AreThoseOfTheReadme()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<ShardExtractorMetrics>().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var instruments = new List<(string, string?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                // Other tests create the same meter at the same time; only this one counts.
                if (instrument.Meter.Name == ShardExtractorMetrics.MeterName && instrument.Meter.Scope == meters)
                    instruments.Add((instrument.Name, instrument.Unit));
            },
        };
        _ = services.GetRequiredService<ShardExtractorMetrics>();
        listener.Start();

        var readme = File.ReadAllText(Path.Combine(Root(), "services/shard-extractor/README.md"));
        Assert.Equal(
            Row().Matches(readme).Select(m => (m.Groups[1].Value, (string?)m.Groups[2].Value)).Order(),
            instruments.Order());
    }

    [GeneratedRegex(@"^\| `(pipeline\.[a-z.]+)` \| (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
