using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Generates analyses that agree with the features in tempo, key, mode, loudness, time signature and duration.</summary>
internal static class AnalysisFactory
{
    private const int SampleRate = 22_050; // Hz

    /// <summary>The shard that has a line for this track, or null: not chosen for a generated shard, without features, or one of the few without analysis.</summary>
    public static string? ShardOf(this SampleWorld world, int track)
    {
        if (!world.IsForShard(track) || world.FeatureRowOf(track) != FeatureRow.Present || world.RngFor(RngStream.AudioAnalysis, ~(long)track).Below(20) == 0)
            return null;
        return world.Shards.Of(world.IdOf(track));
    }

    public static TrackAnalysis AnalysisOf(this SampleWorld world, Track track)
    {
        var rng = world.RngFor(RngStream.AudioAnalysis, track.Index);
        var features = world.FeaturesOf(track);
        var duration = AnalysisNumber.FiveDecimals(track.DurationMs / 1000.0 + rng.Below(100) / 100_000.0);
        var wholeHasPoint = rng.Chance(0.7);
        return new(
            wholeHasPoint,
            rng.Chance(0.97) ? "4.0.0" : "3.2.0",
            AnalysisNumber.FiveDecimals(2 + rng.Unit() * 9),
            1_400_000_000 + rng.Below(330_000_000),
            [("num_samples", AnalysisNumber.Whole((long)(duration.Value * SampleRate))), ("duration", duration)],
            Tail(features, duration.Value, ref rng),
            Sections(features, duration, ref rng));
    }

    private static (string, AnalysisNumber)[] Tail(AudioFeatures features, double duration, ref Rng rng) =>
    [
        ("offset_seconds", AnalysisNumber.Whole(0)),
        ("window_seconds", AnalysisNumber.Whole(0)),
        ("analysis_sample_rate", AnalysisNumber.Whole(SampleRate)),
        ("analysis_channels", AnalysisNumber.Whole(1)),
        ("end_of_fade_in", AnalysisNumber.FiveDecimals(rng.Chance(0.3) ? 0 : rng.Unit() * 2)),
        ("start_of_fade_out", AnalysisNumber.FiveDecimals(duration - rng.Unit() * Math.Min(12, duration / 4))),
        ("loudness", AnalysisNumber.ThreeDecimals(features.Loudness ?? -60)),
        ("tempo", AnalysisNumber.ThreeDecimals(features.Tempo ?? 0)),
        ("tempo_confidence", Confidence(ref rng)),
        ("time_signature", AnalysisNumber.Whole(features.TimeSignature ?? 4)),
        ("time_signature_confidence", Confidence(ref rng)),
        ("key", AnalysisNumber.Whole(features.Key ?? -1)),
        ("key_confidence", Confidence(ref rng)),
        ("mode", AnalysisNumber.Whole(features.Mode ?? 0)),
        ("mode_confidence", Confidence(ref rng)),
    ];

    /// <summary>3 to 14 sections that follow each other without a gap and end with the track.</summary>
    private static AnalysisNumber[][] Sections(AudioFeatures features, AnalysisNumber duration, ref Rng rng)
    {
        var count = Math.Clamp((int)(duration.Value / 24) + rng.Between(-1, 2), 3, 14);
        var sections = new AnalysisNumber[count][];
        long start = 0;
        for (var i = 0; i < count; i++)
        {
            var left = duration.Scaled - start;
            var length = i == count - 1 ? left : (long)(left / (count - i) * (0.6 + 0.8 * rng.Unit()));
            var edge = i == 0 || i == count - 1;
            sections[i] =
            [
                new(start, 5),
                new(length, 5),
                edge ? AnalysisNumber.ThreeDecimals(1) : Confidence(ref rng),
                AnalysisNumber.ThreeDecimals((features.Loudness ?? -30) + (edge ? -6 : 0) + rng.Normal()),
                AnalysisNumber.ThreeDecimals(Math.Max(0, (features.Tempo ?? 0) + 0.6 * rng.Normal())),
                Confidence(ref rng),
                AnalysisNumber.Whole(rng.Chance(0.7) ? features.Key ?? -1 : rng.Below(12)),
                Confidence(ref rng),
                AnalysisNumber.Whole(rng.Chance(0.8) ? features.Mode ?? 0 : rng.Below(2)),
                Confidence(ref rng),
                AnalysisNumber.Whole(features.TimeSignature ?? 4),
                Confidence(ref rng),
            ];
            start += length;
        }

        return sections;
    }

    private static AnalysisNumber Confidence(ref Rng rng) => rng.Below(12) switch
    {
        0 => AnalysisNumber.ThreeDecimals(0),
        1 => AnalysisNumber.ThreeDecimals(1),
        _ => AnalysisNumber.ThreeDecimals(rng.Unit()),
    };
}
