using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>Which of the 484 shards exist, and ids that fall into them.</summary>
internal sealed class ShardPlan
{
    private const int All = 484;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly string[] Preferred = ["0a", "0A", "00", "3x", "7N"];
    private static readonly UInt128 Span = Power(62, 20);
    private readonly string[] names;
    private readonly string?[] nameOfNumber = new string?[All];

    public ShardPlan(int count)
    {
        var chosen = count == 1 ? ["00"] : Preferred.Take(count).ToList();
        // 97 and 484 are coprime: the steps visit every prefix once.
        for (var step = 0; chosen.Count < count; step++)
            if (NameOf(step * 97 % All) is var name && !chosen.Contains(name))
                chosen.Add(name);
        names = [.. chosen];
        foreach (var name in names)
            nameOfNumber[NumberOf(name)] = name;
    }

    /// <summary>Two characters each.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>An id in one of the shards.</summary>
    public TrackId Inside(ref Rng rng)
    {
        var name = names[rng.Below(names.Length)];
        var low = (UInt128)NumberOf(name) * Span;
        var room = UInt128.MaxValue - low < Span ? UInt128.MaxValue - low : Span;
        return new TrackId(low + rng.Wide() % room);
    }

    /// <summary>The shard that holds an id, or null when it was not generated.</summary>
    public string? Of(TrackId id) => nameOfNumber[(int)(id.Value / Span)];

    private static int NumberOf(string name) => Alphabet.IndexOf(name[0]) * 62 + Alphabet.IndexOf(name[1]);

    private static string NameOf(int number) => $"{Alphabet[number / 62]}{Alphabet[number % 62]}";

    private static UInt128 Power(UInt128 value, int exponent) => exponent == 0 ? 1 : value * Power(value, exponent - 1);
}
