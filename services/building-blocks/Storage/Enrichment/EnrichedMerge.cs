using SpotifyPlatform.Contracts.Enrichment.V1;

namespace SpotifyPlatform.Storage.Enrichment;

/// <summary>Two answers about one track or artist: the later one, with what it lacks from the other.</summary>
public static class EnrichedMerge
{
    public static TrackEnriched Merge(TrackEnriched? known, TrackEnriched row)
    {
        if (known is null)
            return row;
        var (later, earlier) = row.FetchedAtMs >= known.FetchedAtMs ? (row.Clone(), known) : (known.Clone(), row);
        later.Name = Text(later.Name, earlier.Name);
        later.AlbumId = Text(later.AlbumId, earlier.AlbumId);
        later.AlbumName = Text(later.AlbumName, earlier.AlbumName);
        later.ReleaseDate = Text(later.ReleaseDate, earlier.ReleaseDate);
        later.Isrc = Text(later.Isrc, earlier.Isrc);
        if (later.Artists.Count == 0)
            later.Artists.AddRange(earlier.Artists);
        if (!later.HasDurationMs && earlier.HasDurationMs)
            later.DurationMs = earlier.DurationMs;
        if (!later.HasPopularity && earlier.HasPopularity)
            later.Popularity = earlier.Popularity;
        if (!later.HasExplicit && earlier.HasExplicit)
            later.Explicit = earlier.Explicit;
        return later;
    }

    /// <summary>Names by which it was asked for are kept of both.</summary>
    public static ArtistEnriched Merge(ArtistEnriched? known, ArtistEnriched row)
    {
        if (known is null)
            return row;
        var (later, earlier) = row.FetchedAtMs >= known.FetchedAtMs ? (row.Clone(), known) : (known.Clone(), row);
        later.Name = Text(later.Name, earlier.Name);
        if (later.Genres.Count == 0)
            later.Genres.AddRange(earlier.Genres);
        if (later.Images.Count == 0)
            later.Images.AddRange(earlier.Images);
        if (!later.HasPopularity && earlier.HasPopularity)
            later.Popularity = earlier.Popularity;
        if (!later.HasFollowers && earlier.HasFollowers)
            later.Followers = earlier.Followers;
        var names = later.RequestedNames.Concat(earlier.RequestedNames).Distinct().Order(StringComparer.Ordinal).ToList();
        later.RequestedNames.Clear();
        later.RequestedNames.AddRange(names);
        return later;
    }

    private static string Text(string later, string earlier) => later.Length > 0 ? later : earlier;
}
