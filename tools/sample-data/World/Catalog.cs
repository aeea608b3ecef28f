using System.Globalization;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>Generates artists, albums and tracks.</summary>
internal static class Catalog
{
    private const int LastYear = 2025;

    public static Artist Artist(this SampleWorld world, int index)
    {
        var fame = world.FameOf(index);
        var popularity = (int)world.Shape.ArtistPopularity.At(fame);
        var rng = world.RngFor(RngStream.ArtistDetails, index);
        var genre = GenreOfArtist(world, index);
        var name = Names.Artist(ref rng, genre);
        var tags = fame < world.Shape.TagsFrom ? [] : Tags(world, genre, ref rng);
        var followers = (int)(popularity * (long)popularity * popularity * rng.Between(1, 20));
        return new(index, Id(ref rng), name, genre, popularity, followers, tags);
    }

    public static Album Album(this SampleWorld world, int index)
    {
        var (first, size) = (world.FirstTrackOf(index), world.SizeOf(index));
        var rng = world.RngFor(RngStream.AlbumDetails, index);
        var genre = Genres.All[world.GenreOf(first)];
        var name = size == 1 ? world.Track(first).Name : Names.Title(ref rng, genre);
        var (date, precision) = Release(ref rng, genre.Sound.FirstYear);
        var total = 0;
        for (var track = first; track < first + size; track++)
            total += world.PopularityOf(track);
        return new(index, Id(ref rng), name, size <= 3 ? "single" : "album", world.ArtistOf(first), first, size, Names.Label(ref rng),
            rng.Chance(0.92) ? rng.Next().ToString("D20", CultureInfo.InvariantCulture)[..12] : null, date, precision, total / size);
    }

    public static Track Track(this SampleWorld world, int index)
    {
        var root = world.RootOf(index);
        var genre = Genres.All[world.GenreOf(index)];
        var song = world.RngFor(RngStream.Song, root);
        var title = Names.Title(ref song, genre);
        var artists = Performers(world, root, ref song);
        var isExplicit = song.Chance(genre.Sound.ExplicitShare);
        var duration = (int)(1000 * genre.Sound.Seconds * Math.Max(0.3, 1 + 0.22 * song.Normal())) + song.Below(1000);
        if (song.Chance(0.03))
            title += " - Live";
        else if (artists.Length > 1 && song.Chance(0.6))
            title += $" (feat. {world.Artist(artists[1]).Name})";

        var release = world.RngFor(RngStream.Release, index);
        if (root != index)
        {
            duration += release.Between(-600, 600);
            if (release.Chance(0.2))
                title += $" - Remastered {release.Between(2005, LastYear)}";
        }

        var album = world.AlbumOf(index);
        return new(index, root, world.IdOf(index), title, album, index - world.FirstTrackOf(album) + 1,
            Isrcs.WrittenForm(ref release, IsrcOfRecording(world, root)), world.PopularityOf(index), duration, isExplicit, genre, artists);
    }

    /// <summary>The recording's ISRC, before each release writes it in its own form.</summary>
    public static string? IsrcOfRecording(this SampleWorld world, int root)
    {
        var rng = world.RngFor(RngStream.Release, ~(long)root);
        var clean = Isrcs.Clean(ref rng, root, (char)('A' + world.GenreOf(root)));
        return Isrcs.Source(ref rng, clean);
    }

    private static Genre GenreOfArtist(SampleWorld world, int index) => Genres.All[world.GenreOfArtist(index)];

    /// <summary>A small world has the few genres that are named here; the real data set has 768, which a few artists have.</summary>
    private static string[] Tags(SampleWorld world, Genre genre, ref Rng rng) => world.Options.FullSizeShape
        ? GenreTags.Pick(genre, ref rng)
        : [.. genre.Tags.Skip(rng.Below(3)).Take(rng.Between(1, 3))];

    private static int[] Performers(SampleWorld world, int root, ref Rng rng)
    {
        var main = world.ArtistOf(root);
        var (one, two) = world.Shape.Guests;
        var draw = rng.Below(100);
        var guests = draw < one ? 1 : draw < one + two ? 2 : 0;
        var all = new List<int>(3) { main };
        for (var i = 0; i < guests; i++)
            if (world.PickArtist(world.GenreOf(root), ref rng) is var guest && !all.Contains(guest))
                all.Add(guest);
        return [.. all];
    }

    private static (string Date, string Precision) Release(ref Rng rng, int firstYear)
    {
        // Squaring favours recent years, as real catalogues do.
        var age = rng.Unit();
        var year = LastYear - (int)(age * age * (LastYear - firstYear + 1));
        var (month, day) = (rng.Between(1, year == LastYear ? 6 : 12), rng.Between(1, 28));
        return rng.Below(100) switch
        {
            < 9 => ($"{year:0000}", "year"),
            < 13 => ($"{year:0000}-{month:00}", "month"),
            _ => ($"{year:0000}-{month:00}-{day:00}", "day"),
        };
    }

    private static string Id(ref Rng rng) => new SpotifyPlatform.Music.TrackId(rng.Wide()).ToString();
}
