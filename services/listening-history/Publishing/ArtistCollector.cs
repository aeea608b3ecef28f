using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>
/// Gathers artists from tracks. Genres are taken from tracks of one artist alone, because a joint track's genres are those of all its
/// artists together.
/// </summary>
internal sealed class ArtistCollector
{
    private readonly Dictionary<string, (ArtistId? Id, SortedSet<string> Genres)> artists = new(StringComparer.Ordinal);

    public void Add(IEnumerable<TrackMetadata> tracks)
    {
        foreach (var track in tracks)
        {
            foreach (var (name, id) in track.Artists)
            {
                var (known, genres) = artists.GetValueOrDefault(name, (null, new SortedSet<string>(StringComparer.Ordinal)));
                if (track.Artists.Count == 1)
                    genres.UnionWith(track.Genres);
                artists[name] = (known ?? id, genres);
            }
        }
    }

    /// <summary>Those among the names, in their order; genres joined by commas.</summary>
    public IEnumerable<(string Name, string? Id, string Genres)> Known(IReadOnlySet<string> names) =>
        from artist in artists
        where names.Contains(artist.Key)
        orderby artist.Key
        select (artist.Key, artist.Value.Id?.ToString(), string.Join(',', artist.Value.Genres.Select(genre => genre.Replace(',', ' '))));
}
