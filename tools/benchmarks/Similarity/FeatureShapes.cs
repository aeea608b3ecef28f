namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>Seeded vectors of 13 numbers, 0 to 1, equal on every machine.</summary>
internal static class FeatureShapes
{
    private const int Dimensions = 13;

    /// <summary>Relative frequency of each key, C to B.</summary>
    private static readonly int[] Keys = [12, 9, 11, 4, 8, 9, 6, 11, 6, 9, 5, 7];

    /// <param name="shape"><c>uniform</c>, or <c>real</c>: loud, energetic tracks are seldom acoustic, most beats are at home tempos, most
    /// tracks are sung, key, mode and time signature are discrete, values have three digits.</param>
    public static float[] Row(string shape, int row)
    {
        var random = new Random(unchecked(row * 0x61C88647) ^ 20261121);
        return shape == "uniform" ? [.. Enumerable.Range(0, Dimensions).Select(_ => (float)random.NextDouble())] : Real(random);
    }

    private static float[] Real(Random random)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        bool Chance(double share) => random.NextDouble() < share;
        double Share(double logit) => Digits(1 / (1 + Math.Exp(-logit)));

        var intensity = Normal();
        var dance = Math.Clamp(0.58 + 0.16 * Normal(), 0.05, 0.98);
        var key = 0;
        for (var pick = random.Next(Keys.Sum()); pick >= Keys[key]; key++)
            pick -= Keys[key];
        var signature = random.NextDouble() switch { < 0.90 => 4, < 0.98 => 3, < 0.995 => 5, _ => 1 };
        double tempo = Chance(0.25) ? 116 + random.Next(16) : Math.Clamp(118 + 28 * Normal(), 50, 215);
        double[] values =
        [
            (tempo - 60) / 140,
            Share(0.6 + intensity + 0.35 * Normal()),
            Digits(dance),
            Digits(0.48 + 0.15 * intensity + 0.6 * (dance - 0.58) + 0.22 * Normal()),
            Share(-1.4 - 2.2 * intensity + 1.3 * Normal()),
            Chance(0.72) ? (Chance(0.45) ? 0 : Digits(Math.Pow(10, -6 + 4 * random.NextDouble()))) : Digits(0.8 + 0.15 * Normal()),
            Digits(Math.Exp(-3 + 0.6 * Normal()) + (Chance(0.08) ? 0.25 * random.NextDouble() : 0)),
            Digits(Math.Exp(-2.1 + 0.5 * Normal()) + (Chance(0.06) ? 0.5 * random.NextDouble() : 0)),
            (51 + 3.2 * intensity + 1.8 * Normal()) / 60,
            key / 11.0,
            Chance(0.65) ? 1 : 0,
            (signature - 3) / 4.0,
            Popularity(row: random) / 100.0,
        ];
        return Array.ConvertAll(values, value => (float)Math.Clamp(value, 0, 1));
    }

    /// <summary>Tier A: 30 and above, exponentially decreasing.</summary>
    private static int Popularity(Random row) => 30 + (int)Math.Min(70, -9 * Math.Log(1 - row.NextDouble()));

    private static double Digits(double value) => value <= 0.001 ? Math.Max(0, Math.Round(value, 8)) : Math.Round(value, 3);
}
