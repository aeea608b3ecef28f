using System.Text.Json;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Platform.Verification;

/// <summary>A line of <c>truth/pairs.ndjson</c>.</summary>
internal sealed class ExpectedPair(JsonElement truth)
{
    /// <summary>The lower id, as in the answer.</summary>
    public string A { get; } = truth.GetProperty("track_a").GetString()!;

    public string B { get; } = truth.GetProperty("track_b").GetString()!;

    public void Compare(Pair? found, double rounding, TruthReport report)
    {
        if (found is null || found.Count != Number("count") || found.CountA != Number("n_a") || found.CountB != Number("n_b")
            || Math.Abs(found.Pmi - Measure("pmi")) > rounding || Math.Abs(found.Jaccard - Measure("jaccard")) > rounding)
            report.Differ($"{A} {B}", "pair", truth.GetRawText(), found?.ToString() ?? "nothing");
    }

    private long Number(string name) => truth.GetProperty(name).GetInt64();

    private double Measure(string name) => truth.GetProperty(name).GetDouble();
}
