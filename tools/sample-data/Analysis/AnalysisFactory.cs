using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Draws analyses that agree with the features: same tempo, key, mode, loudness and meter, same length.</summary>
internal static class AnalysisFactory
{
    private const int SampleRate = 22_050; // Hz

    /// <summary>Whether a shard holds a line for this track: in a generated shard, with features, and not one of the few never analysed.</summary>
    public static string? ShardOf(this SampleWorld world, int track)
    {
        var shard = world.Shards.Of(world.IdOf(track));
        if (shard is null || world.FeatureRowOf(track) != FeatureRow.Present)
            return null;
        return world.Dice(Draw.Analysis, ~(long)track).Below(20) == 0 ? null : shard;
    }

    public static TrackAnalysis AnalysisOf(this SampleWorld world, Track track)
    {
        var dice = world.Dice(Draw.Analysis, track.Index);
        var features = world.FeaturesOf(track);
        var duration = Figure.Five(track.DurationMs / 1000.0 + dice.Below(100) / 100_000.0);
        var wholeHasPoint = dice.Chance(0.7);
        return new(
            wholeHasPoint,
            dice.Chance(0.97) ? "4.0.0" : "3.2.0",
            Figure.Five(2 + dice.Unit() * 9),
            1_400_000_000 + dice.Below(330_000_000),
            [("num_samples", Figure.Whole((long)(duration.Value * SampleRate))), ("duration", duration)],
            Tail(features, duration.Value, ref dice),
            Sections(features, duration, ref dice));
    }

    private static (string, Figure)[] Tail(AudioFeatures features, double duration, ref Dice dice) =>
    [
        ("offset_seconds", Figure.Whole(0)),
        ("window_seconds", Figure.Whole(0)),
        ("analysis_sample_rate", Figure.Whole(SampleRate)),
        ("analysis_channels", Figure.Whole(1)),
        ("end_of_fade_in", Figure.Five(dice.Chance(0.3) ? 0 : dice.Unit() * 2)),
        ("start_of_fade_out", Figure.Five(duration - dice.Unit() * Math.Min(12, duration / 4))),
        ("loudness", Figure.Three(features.Loudness ?? -60)),
        ("tempo", Figure.Three(features.Tempo ?? 0)),
        ("tempo_confidence", Sure(ref dice)),
        ("time_signature", Figure.Whole(features.TimeSignature ?? 4)),
        ("time_signature_confidence", Sure(ref dice)),
        ("key", Figure.Whole(features.Key ?? -1)),
        ("key_confidence", Sure(ref dice)),
        ("mode", Figure.Whole(features.Mode ?? 0)),
        ("mode_confidence", Sure(ref dice)),
    ];

    /// <summary>3 to 14 sections that follow each other without a gap and end with the track.</summary>
    private static Figure[][] Sections(AudioFeatures features, Figure duration, ref Dice dice)
    {
        var count = Math.Clamp((int)(duration.Value / 24) + dice.Between(-1, 2), 3, 14);
        var sections = new Figure[count][];
        long start = 0;
        for (var i = 0; i < count; i++)
        {
            var left = duration.Scaled - start;
            var length = i == count - 1 ? left : (long)(left / (count - i) * (0.6 + 0.8 * dice.Unit()));
            var edge = i == 0 || i == count - 1;
            sections[i] =
            [
                new(start, 5),
                new(length, 5),
                edge ? Figure.Three(1) : Sure(ref dice),
                Figure.Three((features.Loudness ?? -30) + (edge ? -6 : 0) + dice.Normal()),
                Figure.Three(Math.Max(0, (features.Tempo ?? 0) + 0.6 * dice.Normal())),
                Sure(ref dice),
                Figure.Whole(dice.Chance(0.7) ? features.Key ?? -1 : dice.Below(12)),
                Sure(ref dice),
                Figure.Whole(dice.Chance(0.8) ? features.Mode ?? 0 : dice.Below(2)),
                Sure(ref dice),
                Figure.Whole(features.TimeSignature ?? 4),
                Sure(ref dice),
            ];
            start += length;
        }

        return sections;
    }

    private static Figure Sure(ref Dice dice) => dice.Below(12) switch
    {
        0 => Figure.Three(0),
        1 => Figure.Three(1),
        _ => Figure.Three(dice.Unit()),
    };
}
