using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>Invented names. Some contain quotes, backslashes and non-ASCII letters, to test escaping.</summary>
internal static class Names
{
    private static readonly string[] First =
        ("Marlo Isaura Teodor Wren Calla Ossian Brisa Niko Juno Elke Tavi Soledad Ines Anders Odile Rafe Mirela Kaito Zola Bram "
        + "Lucía Søren Noé Ayla Dmitra Fenn Imre Petra Quill Yara Anouk Caspian Delphine Emeka Freya Hollis Ilse Jarek Kamari Lior").Split(' ');

    private static readonly string[] Last =
        ("Venn Kestrel Halloway Marrin Oduya Lindqvar Castellane Brightwater Moreno-Vale Sorrel Tarkesh Ashgrove Delacroy Ferron "
        + "Ibarren Juhlsen Kovarin Lorimar Montclere Nakadari Okonjo Pellegrane Quisling-Hart Rosenvall Santaroja Thornbury Umbria "
        + "Valcourt Westerlund Yamasato Zeller Østervik Añil Bellwether Corrigane Drummore Eastlake Fairweather Greywick Hartigane").Split(' ');

    private static readonly string[] Labels =
        "Paper Lantern Records|Ninth Wave Music|Tin Roof Sound|Halcyon Editions|Copperline|Low Orbit Recordings|Marigold & Sons|Night Ferry".Split('|');

    public static string Artist(ref Rng rng, Genre genre)
    {
        var words = genre.Words;
        if (rng.Chance(words.PersonShare))
            return $"{rng.Pick(First)} {rng.Pick(Last)}";
        var adjective = rng.Pick(words.Adjectives);
        var (noun, other) = Two(ref rng, words.Nouns);
        return rng.Below(12) switch
        {
            < 4 => $"The {adjective} {Plural(noun)}",
            < 7 => $"{adjective} {noun}",
            < 8 => $"{noun} & {other}",
            < 9 => $"{noun} \"{adjective}\" {rng.Pick(Last)}",
            < 10 => $"{adjective}\\{noun}",
            _ => $"{rng.Pick(Last)} {noun}",
        };
    }

    public static string Title(ref Rng rng, Genre genre)
    {
        var words = genre.Words;
        var (adjective, second) = Two(ref rng, words.Adjectives);
        var (noun, other) = Two(ref rng, words.Nouns);
        var place = rng.Pick(words.Places);
        return rng.Below(48) switch
        {
            < 15 => $"{adjective} {noun}",
            < 21 => $"{noun} at {place}",
            < 27 => $"{noun} and {other}",
            < 30 => $"{adjective} {noun}, Pt. {rng.Between(1, 4)}",
            < 34 => $"The {noun}",
            < 37 => $"{adjective}, {second} {noun}",
            < 40 => $"{noun} ({adjective} {other})",
            < 43 => $"Don't Call It {noun}",
            < 46 => $"{rng.Pick(First)}'s {noun}",
            _ => $"\"{noun}\" / {other}",
        };
    }

    public static string Label(ref Rng rng) => rng.Pick(Labels);

    public static string Person(ref Rng rng) => $"{rng.Pick(First)} {rng.Pick(Last)}";

    private static string Plural(string noun) => noun[^1] switch
    {
        's' or 'y' or 'a' => noun,
        'h' => noun + "es",
        _ => noun + "s",
    };

    /// <summary>Two different words.</summary>
    private static (string, string) Two(ref Rng rng, string[] words)
    {
        var first = rng.Below(words.Length);
        return (words[first], words[(first + 1 + rng.Below(words.Length - 1)) % words.Length]);
    }
}
