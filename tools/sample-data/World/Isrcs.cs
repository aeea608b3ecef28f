using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>ISRCs as real catalogues hold them: mostly well-formed, some hyphenated or in lower case, some invalid, some missing.</summary>
internal static class Isrcs
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly string[] Countries = "US GB DE FR SE BR NL JP ES IT QZ QM CA AU KR".Split(' ');
    private static readonly string[] Junk = ["N/A", "TBD", "0000000000", "US-XXX-99-0000", "ISRC PENDING", "USABC12345678", "12ABC3456789"];

    /// <summary>The well-formed code of a recording; registrant and designation encode its number, so that codes are unique.</summary>
    /// <param name="rng">For country and year.</param>
    /// <param name="number">Below 388,800,000.</param>
    /// <param name="space">A letter that keeps separate families of codes apart.</param>
    public static string Clean(ref Rng rng, int number, char space)
    {
        // 7919 and 100,000 are coprime: consecutive numbers get distinct, scattered designations.
        var designation = (int)((long)number * 7919 % 100_000);
        var block = number / 100_000;
        var year = rng.Below(26) + block / 1_296 * 26;
        return string.Create(null, $"{rng.Pick(Countries)}{space}{Alphanumeric[block / 36 % 36]}{Alphanumeric[block % 36]}{year:00}{designation:00000}");
    }

    /// <summary>The catalogue's value for a recording: the code, or something invalid, or null.</summary>
    public static string? Source(ref Rng rng, string clean) => rng.Below(100) switch
    {
        < 3 => null,
        < 4 => "",
        < 6 => rng.Pick(Junk),
        _ => clean,
    };

    /// <summary>The code in the form that one release uses: as it is, hyphenated or in lower case.</summary>
    public static string? WrittenForm(ref Rng rng, string? source) => (source, rng.Below(50)) switch
    {
        ({ Length: 12 }, 0) => $"{source[..2]}-{source[2..5]}-{source[5..7]}-{source[7..]}",
        ({ Length: 12 }, 1) => source.ToLowerInvariant(),
        _ => source,
    };
}
