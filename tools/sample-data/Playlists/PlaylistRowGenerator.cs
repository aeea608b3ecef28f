using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>Generates the rows of a playlist: distinct tracks, and the other rows of real playlists (repeats, episodes, local files, removed tracks).</summary>
internal sealed class PlaylistRowGenerator(SampleWorld world, TrackSampler sampler)
{
    private const long FirstAdded = 1_420_070_400; // 2015-01-01
    private readonly HashSet<int> seen = [];
    private readonly List<PlaylistRow> rows = [];

    public IReadOnlyList<PlaylistRow> Generate(ListenerProfile profile, int size, ref Rng rng)
    {
        var added = FirstAdded + rng.Below(250_000_000);
        var messy = rng.Chance(0.25);
        for (var attempts = 0; seen.Count < size && attempts < size * 40; attempts++)
        {
            // A profile may have too few tracks: the rest is filled with random tracks.
            var track = attempts < size * 6 ? profile.PickTrack(sampler, ref rng) : rng.Below(world.TrackCount);
            if (track < 0 || !world.IsListed(track) || !seen.Add(track))
                continue;
            added += rng.Below(400_000);
            rows.Add(new(PlaylistRowKind.Track, track, added));
            AddNeighbour(track, size, added, ref rng);
            if (messy && rng.Chance(0.08))
                rows.Add(Odd(added, ref rng));
        }

        return rows;
    }

    /// <summary>Sometimes adds the album's next track too.</summary>
    private void AddNeighbour(int track, int size, long added, ref Rng rng)
    {
        var next = track + 1;
        if (seen.Count >= size || !rng.Chance(0.08) || next >= world.TrackCount || world.AlbumOf(next) != world.AlbumOf(track) || !world.IsListed(next))
            return;
        if (seen.Add(next))
            rows.Add(new(PlaylistRowKind.Track, next, added + 5));
    }

    private PlaylistRow Odd(long added, ref Rng rng) => rng.Below(6) switch
    {
        0 => new(PlaylistRowKind.Episode, -1, added),
        1 => new(PlaylistRowKind.Local, -1, added),
        2 => new(PlaylistRowKind.Unknown, -1, added),
        3 => new(PlaylistRowKind.Vanished, -1, added),
        _ => rows[rng.Below(rows.Count)] with { AddedAt = added },
    };
}
