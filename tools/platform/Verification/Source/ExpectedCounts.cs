using System.Globalization;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Counts that an operator expects of a data set, each with a tolerance: <c>shards=484</c>, <c>tracks=256039007~1%</c>.</summary>
internal sealed class ExpectedCounts
{
    /// <summary>Names the counts of the data set of July 2025 (see docs/inputs.md).</summary>
    public const string July2025 = "2025-07";

    private static readonly IReadOnlyList<string> OfJuly2025 =
    [
        "shards=484", "tracks=256039007~1%", "artists=15400000~2%", "albums=58800000~2%", "features=229500000~2%", "playlists=6608769~1%",
        "analysis_tracks=33500000~5%", "sections=325000000~5%", "tracks_per_shard=69000~15%", "sections_per_track=10~15%",
    ];

    private readonly List<(string Name, double Count, double Tolerance)> expected = [];

    /// <summary>Names that can be expected.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OfJuly2025.Select(text => text.Split('=')[0])];

    /// <exception cref="UsageException">A text is no expectation.</exception>
    public static ExpectedCounts Parse(IEnumerable<string> texts)
    {
        var counts = new ExpectedCounts();
        foreach (var text in texts.SelectMany(text => text == July2025 ? OfJuly2025 : [text]))
        {
            var (name, value) = text.Split('=') is [var left, var right] ? (left, right.Split('~')) : ("", []);
            if (!Names.Contains(name) || value.Length is < 1 or > 2 || !TryNumber(value[0], out var count) || !TryNumber(value.Length == 2 ? value[1].TrimEnd('%') : "0", out var percent))
                throw new UsageException($"--expect: '{text}' is none of {July2025} and NAME=COUNT or NAME=COUNT~PERCENT% with a name of: {string.Join(", ", Names)}.");
            counts.expected.Add((name, count, percent / 100));
        }

        return counts;
    }

    public SourceCheck Compare(DataSetReport report)
    {
        var check = new SourceCheck("expected counts") { Total = expected.Count };
        foreach (var (name, count, tolerance) in expected)
        {
            check.Compared++;
            if (name == "tracks_per_shard")
                foreach (var shard in report.TracksOfShards)
                    Compare(check, $"shard {shard.Key}: tracks", count, tolerance, shard.Value);
            else
                Compare(check, name, count, tolerance, report.CountOf(name));
        }

        return check;
    }

    private static void Compare(SourceCheck check, string name, double count, double tolerance, double found)
    {
        if (!(Math.Abs(found - count) <= count * tolerance))
            check.Differ(name, "the count", $"{Number(count)}{(tolerance > 0 ? $" (within {tolerance:P0})" : "")}", Number(found));
    }

    private static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
