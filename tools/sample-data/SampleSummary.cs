namespace SpotifyPlatform.SampleData;

/// <summary>What was written.</summary>
/// <param name="Showcase">
/// A popular track to show: in a shard, matched, with features, similar tracks and pairs, as far as the world has such a track.
/// </param>
/// <param name="Counts">Rows by <c>file/table</c>, and distinct counts, as they stand in <c>truth/manifest.json</c>.</param>
public sealed record SampleSummary(string Showcase, IReadOnlyDictionary<string, long> Counts);
