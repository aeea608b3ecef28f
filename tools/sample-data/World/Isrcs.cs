using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.World;

/// <summary>ISRCs as catalogues hold them: mostly clean, some hyphenated or in lower case, some junk, some absent.</summary>
internal static class Isrcs
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly string[] Countries = "US GB DE FR SE BR NL JP ES IT QZ QM CA AU KR".Split(' ');
    private static readonly string[] Junk = ["N/A", "TBD", "0000000000", "US-XXX-99-0000", "ISRC PENDING", "USABC12345678", "12ABC3456789"];

    /// <summary>The one clean code of a recording; the registrant and designation carry its number, so no two are equal.</summary>
    /// <param name="dice">Decides country and year.</param>
    /// <param name="number">Below 46,656,000.</param>
    /// <param name="space">A letter that keeps separate families of codes apart.</param>
    public static string Clean(ref Dice dice, int number, char space)
    {
        // 7919 has no common divisor with 100,000: neighbours get codes that look unrelated, all different.
        var designation = (int)((long)number * 7919 % 100_000);
        var block = number / 100_000;
        return string.Create(null, $"{dice.Pick(Countries)}{space}{Alphanumeric[block / 36 % 36]}{Alphanumeric[block % 36]}{dice.Below(26):00}{designation:00000}");
    }

    /// <summary>What a catalogue has for a recording, or null.</summary>
    public static string? Source(ref Dice dice, string clean) => dice.Below(100) switch
    {
        < 3 => null,
        < 4 => "",
        < 6 => dice.Pick(Junk),
        _ => clean,
    };

    /// <summary>The same code as this release spells it.</summary>
    public static string? Spelled(ref Dice dice, string? source) => (source, dice.Below(50)) switch
    {
        ({ Length: 12 }, 0) => $"{source[..2]}-{source[2..5]}-{source[5..7]}-{source[7..]}",
        ({ Length: 12 }, 1) => source.ToLowerInvariant(),
        _ => source,
    };
}
