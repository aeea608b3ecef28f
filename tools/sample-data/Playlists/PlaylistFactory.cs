using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>Draws playlists: mostly one genre or two related ones, some of the mainstream, some by a single artist's listeners.</summary>
internal sealed class PlaylistFactory(SampleWorld world, TrackSampler sampler)
{
    private static readonly string[] Moods = "Late Night|Sunday|Road Trip|Focus|Rainy Day|Kitchen|Gym|Old|New|Best of|Deep|Endless".Split('|');

    public Playlist Create(int index)
    {
        var dice = world.Dice(Draw.Playlist, index);
        var id = new TrackId(dice.Wide()).ToString();
        if (index % 400 is 0 or 1)
            return MadeBySpotify(index, id, ref dice);

        var genre = dice.Below(Genres.All.Length);
        var taste = Taste.Of(genre, ref dice);
        var rows = new RowDealer(world, sampler).Deal(taste, PlaylistSize.Of(index, world.TrackCount, ref dice), ref dice);
        var owner = Names.Person(ref dice);
        var name = taste.Kind == TasteKind.Charts ? $"{dice.Pick(Moods)} Hits {dice.Between(2009, 2025)}" : $"{dice.Pick(Moods)} {Genres.All[genre].Tags[dice.Below(5)]}";
        var followers = (int)(1000 / (0.001 + dice.Unit()));
        return new(index, id, name, dice.Chance(0.7) ? null : $"{name}, kept by {owner}.", $"user{dice.Below(1 << 24):x6}", owner,
            followers, dice.Chance(0.05), dice.Chance(0.05), rows);
    }

    /// <summary>Lists without tracks of their own: one is made anew for every listener, the other holds episodes.</summary>
    private static Playlist MadeBySpotify(int index, string id, ref Dice dice)
    {
        var episodes = index % 400 == 0 ? 0 : dice.Between(6, 12);
        PlaylistRow[] rows = [.. Enumerable.Range(0, episodes).Select(position => new PlaylistRow(
            position == 1 ? PlaylistRowKind.Vanished : PlaylistRowKind.Episode, -1, 0))];
        var (name, about) = episodes == 0 ? ("daylist", "Your day in a playlist.") : ("Daily Podcasts", "Episodes picked just for you");
        return new(index, id, name, about, "spotify", "Spotify", episodes == 0 ? 0 : 277_840, false, false, rows);
    }
}
