using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>The 768 genres of a full-size catalogue: 64 to each genre of the model.</summary>
internal static class GenreTags
{
    private const int PerGenre = 64;
    private static readonly string[] Places = "german nordic brazilian french japanese british southern polish italian korean canadian mexican".Split(' ');

    /// <summary>One to three different genres, the first ones most often.</summary>
    public static string[] Pick(Genre genre, ref Rng rng)
    {
        var count = rng.Below(10) switch { < 4 => 1, < 7 => 2, _ => 3 };
        var picked = new List<string>(count);
        while (picked.Count < count)
            if (Of(genre, Skewed(ref rng)) is var tag && !picked.Contains(tag))
                picked.Add(tag);
        return [.. picked];
    }

    /// <param name="number">Below 64.</param>
    private static string Of(Genre genre, int number) =>
        number < genre.Tags.Length ? genre.Tags[number] : $"{Places[number / genre.Tags.Length - 1]} {genre.Tags[number % genre.Tags.Length]}";

    private static int Skewed(ref Rng rng)
    {
        var point = rng.Unit();
        return (int)(point * point * point * PerGenre);
    }
}
