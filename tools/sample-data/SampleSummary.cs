namespace SpotifyPlatform.SampleData;

/// <summary>What was written.</summary>
/// <param name="Showcase">
/// The id of a popular track for demonstrations: with analysis, match, features, similar tracks and pairs, where the world has one.
/// </param>
/// <param name="Counts">Rows by <c>file/table</c>, and distinct counts, as in <c>truth/manifest.json</c>.</param>
public sealed record SampleSummary(string Showcase, IReadOnlyDictionary<string, long> Counts);
