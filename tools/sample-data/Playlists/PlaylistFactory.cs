using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>Generates playlists: most from one genre or two related ones, some from the popular tracks of all genres.</summary>
internal sealed class PlaylistFactory(SampleWorld world, TrackSampler sampler)
{
    private static readonly string[] Moods = "Late Night|Sunday|Road Trip|Focus|Rainy Day|Kitchen|Gym|Old|New|Best of|Deep|Endless".Split('|');

    public Playlist Create(int index)
    {
        var rng = world.RngFor(RngStream.PlaylistContent, index);
        var id = new TrackId(rng.Wide()).ToString();
        if (index % 400 is 0 or 1)
            return MadeBySpotify(index, id, ref rng);

        var genre = rng.Below(Genres.All.Length);
        var profile = ListenerProfile.Of(genre, sampler, ref rng);
        var rows = new PlaylistRowGenerator(world, sampler).Generate(profile, PlaylistSize.Of(index, world, ref rng), ref rng);
        var owner = Names.Person(ref rng);
        var name = profile.Kind == ListenerProfileKind.Charts ? $"{rng.Pick(Moods)} Hits {rng.Between(2009, 2025)}" : $"{rng.Pick(Moods)} {Genres.All[genre].Tags[rng.Below(5)]}";
        var followers = (int)(1000 / (0.001 + rng.Unit()));
        return new(index, id, name, rng.Chance(0.7) ? null : $"{name}, kept by {owner}.", $"user{rng.Below(1 << 24):x6}", owner,
            followers, rng.Chance(0.05), rng.Chance(0.05), rows);
    }

    /// <summary>Playlists by Spotify without catalogue tracks: an empty personalised one, and one of podcast episodes.</summary>
    private static Playlist MadeBySpotify(int index, string id, ref Rng rng)
    {
        var episodes = index % 400 == 0 ? 0 : rng.Between(6, 12);
        PlaylistRow[] rows = [.. Enumerable.Range(0, episodes).Select(position => new PlaylistRow(
            position == 1 ? PlaylistRowKind.Vanished : PlaylistRowKind.Episode, -1, 0))];
        var (name, about) = episodes == 0 ? ("daylist", "Your day in a playlist.") : ("Daily Podcasts", "Episodes picked just for you");
        return new(index, id, name, about, "spotify", "Spotify", episodes == 0 ? 0 : 277_840, false, false, rows);
    }
}
