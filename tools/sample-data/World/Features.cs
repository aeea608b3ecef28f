using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.World;

/// <summary>What the features file has for a track.</summary>
internal enum FeatureRow
{
    /// <summary>A row with features.</summary>
    Present,

    /// <summary>A row that says the source answered null.</summary>
    NullResponse,

    /// <summary>No row.</summary>
    Missing,
}

/// <summary>How tracks sound: the genre's middle, moved by the artist's taste, moved by the song.</summary>
internal static class Features
{
    public static FeatureRow FeatureRowOf(this SampleWorld world, int track) => world.Dice(Draw.FeatureRow, track).Below(100) switch
    {
        < 4 => FeatureRow.Missing,
        < 10 => FeatureRow.NullResponse,
        _ => FeatureRow.Present,
    };

    /// <summary>The features of a recording, printed as the source prints them; reissues share them but for the length.</summary>
    public static AudioFeatures FeaturesOf(this SampleWorld world, Track track)
    {
        var sound = track.Genre.Sound;
        var taste = world.Dice(Draw.ArtistSound, track.Artists[0]);
        var song = world.Dice(Draw.Sound, track.Root);
        var live = track.Name.EndsWith(" - Live", StringComparison.Ordinal);
        var features = new AudioFeatures(
            Tempo: Beat(sound.Tempo + sound.TempoSpread * Blend(ref taste, ref song), ref song),
            Energy: Share(sound.Energy, 0.08, 0, ref taste, ref song),
            Danceability: Share(sound.Danceability, 0.07, 0, ref taste, ref song),
            Valence: Share(sound.Valence, 0.14, 0, ref taste, ref song),
            Acousticness: Share(sound.Acousticness, 0.12, 0.00001, ref taste, ref song),
            Instrumentalness: song.Chance(0.4) && sound.Instrumentalness < 0.1 ? 0 : Share(sound.Instrumentalness, 0.10, 0, ref taste, ref song),
            Speechiness: Share(sound.Speechiness, 0.05, 0.022, ref taste, ref song),
            Liveness: Share(live ? 0.85 : sound.Liveness, 0.06, 0.02, ref taste, ref song),
            Loudness: Math.Round(sound.Loudness * (1 + 0.18 * Blend(ref taste, ref song)) + 1.2 * song.Normal(), 3),
            Key: song.Chance(0.005) ? -1 : song.Chance(0.85) ? song.Pick(sound.Keys) : song.Below(12),
            Mode: song.Chance(sound.MinorShare) ? 0 : 1,
            TimeSignature: song.Chance(sound.TripleShare) ? 3 : song.Below(40) switch { 0 => 5, 1 => 1, _ => 4 },
            DurationMs: track.DurationMs);
        return song.Below(300) switch
        {
            // What the analyser answers when it hears no beat.
            0 => features with { Tempo = 0, TimeSignature = 0, Danceability = 0, Valence = 0 },
            1 => features with { Tempo = null, TimeSignature = null },
            _ => features,
        };
    }

    private static double Blend(ref Dice taste, ref Dice song) => 0.6 * taste.Normal() + 0.8 * song.Normal();

    private static double Beat(double tempo, ref Dice song) =>
        Math.Max(40, song.Chance(0.06) ? Math.Round(tempo) : Math.Round(tempo, 3));

    /// <summary>A value of 0 to 1, mirrored at the ends; the spread shrinks where the middle is near an end.</summary>
    private static double Share(double middle, double spread, double floor, ref Dice taste, ref Dice song)
    {
        var value = middle + Math.Min(spread, 0.8 * Math.Min(middle, 1.05 - middle)) * Blend(ref taste, ref song);
        value = Math.Abs(value);
        return Significant(Math.Max(floor, value > 1 ? 2 - value : value));
    }

    /// <summary>Three significant digits, as the source rounds.</summary>
    private static double Significant(double value)
    {
        var digits = 3;
        for (var limit = 0.1; value > 0 && value < limit && digits < 8; limit /= 10)
            digits++;
        return Math.Round(value, digits);
    }
}
