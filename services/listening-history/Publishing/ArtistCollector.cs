using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>
/// Gathers artists from tracks. Genres are taken from tracks of one artist alone, because a joint track's genres are those of all its
/// artists together.
/// </summary>
internal sealed class ArtistCollector
{
    private readonly Dictionary<string, (ArtistId? Id, SortedSet<string> Genres)> artists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArtistMetadata> answered = new(StringComparer.Ordinal);

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

    /// <summary>What the Web API says of artists; it wins, but no genres leave what is known.</summary>
    public void Add(IEnumerable<ArtistMetadata> known)
    {
        foreach (var artist in known)
            answered[artist.Name] = artist;
    }

    /// <summary>Those among the names, in their order.</summary>
    public IEnumerable<ArtistMetadata> Known(IReadOnlySet<string> names) =>
        from name in artists.Keys.Union(answered.Keys)
        where names.Contains(name)
        orderby name
        select Of(name);

    private ArtistMetadata Of(string name)
    {
        var found = artists.TryGetValue(name, out var artist) ? new ArtistMetadata(name, artist.Id?.ToString(), [.. artist.Genres], null, null) : null;
        if (!answered.TryGetValue(name, out var answer))
            return found!;
        return answer with { Genres = answer.Genres.Count > 0 ? answer.Genres : found?.Genres ?? [] };
    }
}
