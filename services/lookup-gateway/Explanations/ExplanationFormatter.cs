using System.Globalization;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>Describes two values of a dimension as English text; the found track's value comes first.</summary>
internal static class ExplanationFormatter
{
    // Features of 0 to 1 are estimates of about this accuracy, so smaller differences count as equal.
    private const double Near = 0.1;
    private const double NearBpm = 8;
    private const double NearDecibels = 3;

    private static readonly string[] Keys = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>The adjective of each feature whose value is 0 to 1.</summary>
    private static readonly Dictionary<string, string> Qualities = new()
    {
        ["energy"] = "energetic", ["danceability"] = "danceable", ["valence"] = "cheerful", ["acousticness"] = "acoustic",
        ["instrumentalness"] = "instrumental", ["speechiness"] = "spoken", ["liveness"] = "live",
    };

    public static (bool Agrees, string Text) Compare(int dimension, double? seed, double? other, double? distance)
    {
        var name = FeatureVector.Names[dimension];
        if (seed is not { } s)
            return (false, $"{name} of the seed unknown: not counted");
        if (other is not { } o)
            return (false, $"{name} unknown: taken as the lowest");
        return name switch
        {
            "tempo" => Tempo(s, o),
            "loudness" => Math.Abs(s - o) <= NearDecibels
                ? (true, $"equally loud: {Number(o, 1)} and {Number(s, 1)} dB")
                : (false, $"{(o > s ? "louder" : "quieter")}: {Number(o, 1)} against {Number(s, 1)} dB"),
            "key" => s == o ? (true, $"both in {Key(o)}") : (false, $"in {Key(o)} against {Key(s)}"),
            "mode" => s == o ? (true, $"both {Mode(o)}") : (false, $"{Mode(o)} against {Mode(s)}"),
            "time_signature" => s == o ? (true, $"both {Number(o, 0)} beats a bar") : (false, $"{Number(o, 0)} against {Number(s, 0)} beats a bar"),
            "popularity" => distance <= Near
                ? (true, $"about as popular: {Number(o, 0)} and {Number(s, 0)}")
                : (false, $"{(o > s ? "more" : "less")} popular: {Number(o, 0)} against {Number(s, 0)}"),
            _ => distance <= Near
                ? (true, $"both {Degree((s + o) / 2)} {Qualities[name]}: {Number(o, 2)} and {Number(s, 2)}")
                : (false, $"{(o > s ? "more" : "less")} {Qualities[name]}: {Number(o, 2)} against {Number(s, 2)}"),
        };
    }

    private static (bool Agrees, string Text) Tempo(double seed, double other)
    {
        var numbers = (Other: Number(other, 0), Seed: Number(seed, 0));
        if (Math.Abs(seed - other) <= NearBpm)
            return (true, $"both {Pace((seed + other) / 2)}: {numbers.Other} and {numbers.Seed} BPM");

        // The analyser reports half or double the tempo of some tracks.
        var word = Math.Abs(other - 2 * seed) <= NearBpm ? "twice as fast, or the same beat counted double"
            : Math.Abs(2 * other - seed) <= NearBpm ? "half as fast, or the same beat counted half"
            : other > seed ? "faster" : "slower";
        return (false, $"{word}: {numbers.Other} against {numbers.Seed} BPM");
    }

    private static string Pace(double bpm) => bpm switch { < 90 => "slow", < 120 => "of a middle tempo", _ => "fast" };

    private static string Degree(double share) => share switch { < 1 / 3.0 => "hardly", < 2 / 3.0 => "somewhat", _ => "very" };

    private static string Key(double pitch) => pitch is >= 0 and < 12 ? Keys[(int)pitch] : "an unknown key";

    private static string Mode(double mode) => mode > 0 ? "major" : "minor";

    private static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
