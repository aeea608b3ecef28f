using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>Whether the features file has a row for a track.</summary>
internal enum FeatureRow
{
    /// <summary>A row with features.</summary>
    Present,

    /// <summary>A row with <c>null_response</c> set and no features.</summary>
    NullResponse,

    /// <summary>No row.</summary>
    Missing,
}

/// <summary>How tracks sound: the genre's typical values, moved by the artist, moved by the song.</summary>
internal static class Features
{
    public static FeatureRow FeatureRowOf(this SampleWorld world, int track) => world.RngFor(RngStream.FeatureAvailability, track).Below(100) switch
    {
        < 4 => FeatureRow.Missing,
        < 10 => FeatureRow.NullResponse,
        _ => FeatureRow.Present,
    };

    /// <summary>The features of a recording, rounded as in the source; reissues share all of them except the duration.</summary>
    public static AudioFeatures FeaturesOf(this SampleWorld world, Track track)
    {
        var sound = track.Genre.Sound;
        var artist = world.RngFor(RngStream.ArtistSound, track.Artists[0]);
        var song = world.RngFor(RngStream.SongSound, track.Root);
        var live = track.Name.EndsWith(" - Live", StringComparison.Ordinal);
        var features = new AudioFeatures(
            Tempo: Beat(sound.Tempo + sound.TempoSpread * Blend(ref artist, ref song), ref song),
            Energy: Share(sound.Energy, 0.08, 0, ref artist, ref song),
            Danceability: Share(sound.Danceability, 0.07, 0, ref artist, ref song),
            Valence: Share(sound.Valence, 0.14, 0, ref artist, ref song),
            Acousticness: Share(sound.Acousticness, 0.12, 0.00001, ref artist, ref song),
            Instrumentalness: song.Chance(0.4) && sound.Instrumentalness < 0.1 ? 0 : Share(sound.Instrumentalness, 0.10, 0, ref artist, ref song),
            Speechiness: Share(sound.Speechiness, 0.05, 0.022, ref artist, ref song),
            Liveness: Share(live ? 0.85 : sound.Liveness, 0.06, 0.02, ref artist, ref song),
            Loudness: Math.Round(sound.Loudness * (1 + 0.18 * Blend(ref artist, ref song)) + 1.2 * song.Normal(), 3),
            Key: song.Chance(0.005) ? -1 : song.Chance(0.85) ? song.Pick(sound.Keys) : song.Below(12),
            Mode: song.Chance(sound.MinorShare) ? 0 : 1,
            TimeSignature: song.Chance(sound.TripleShare) ? 3 : song.Below(40) switch { 0 => 5, 1 => 1, _ => 4 },
            DurationMs: track.DurationMs);
        return song.Below(300) switch
        {
            // The real analyser's output for a track without a beat.
            0 => features with { Tempo = 0, TimeSignature = 0, Danceability = 0, Valence = 0 },
            1 => features with { Tempo = null, TimeSignature = null },
            _ => features,
        };
    }

    private static double Blend(ref Rng artist, ref Rng song) => 0.6 * artist.Normal() + 0.8 * song.Normal();

    private static double Beat(double tempo, ref Rng song) =>
        Math.Max(40, song.Chance(0.06) ? Math.Round(tempo) : Math.Round(tempo, 3));

    /// <summary>A value of 0 to 1, reflected at the bounds; the spread is smaller where the mean is near a bound.</summary>
    private static double Share(double middle, double spread, double floor, ref Rng artist, ref Rng song)
    {
        var value = middle + Math.Min(spread, 0.8 * Math.Min(middle, 1.05 - middle)) * Blend(ref artist, ref song);
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
