using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

internal enum TasteKind
{
    /// <summary>A scene of one genre and some of the rest of that genre.</summary>
    Genre,

    /// <summary>Two related genres.</summary>
    Related,

    /// <summary>What everybody knows.</summary>
    Charts,
}

/// <summary>What its owner puts into a playlist.</summary>
/// <param name="Other">The related genre; the same genre unless the kind is Related.</param>
internal readonly record struct Taste(TasteKind Kind, int Genre, int Scene, int Other)
{
    public static Taste Of(int genre, ref Dice dice)
    {
        var related = Genres.IndexOf(Genres.All[genre].Neighbour);
        var scene = dice.Below(TrackSampler.Scenes);
        return dice.Below(100) switch
        {
            < 12 => new(TasteKind.Charts, genre, scene, genre),
            < 36 => new(TasteKind.Related, genre, scene, related),
            _ => new(TasteKind.Genre, genre, scene, genre),
        };
    }

    /// <summary>A track that suits, or -1.</summary>
    public int Draw(SampleWorld world, TrackSampler sampler, ref Dice dice) => (Kind, dice.Below(10)) switch
    {
        (TasteKind.Charts, _) => sampler.FromCharts(world, ref dice),
        (_, 0) => sampler.FromCharts(world, ref dice),
        (TasteKind.Related, < 5) => sampler.FromScene(Other, Scene, ref dice),
        (_, < 8) => sampler.FromScene(Genre, Scene, ref dice),
        _ => sampler.FromGenre(Genre, ref dice),
    };
}
