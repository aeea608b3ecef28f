using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>Fills a playlist with different tracks, and with the rest that real lists hold: repeats, episodes, files, gone tracks.</summary>
internal sealed class RowDealer(SampleWorld world, TrackSampler sampler)
{
    private const long FirstAdded = 1_420_070_400; // 2015-01-01
    private readonly HashSet<int> seen = [];
    private readonly List<PlaylistRow> rows = [];

    public IReadOnlyList<PlaylistRow> Deal(Taste taste, int size, ref Dice dice)
    {
        var added = FirstAdded + dice.Below(250_000_000);
        var messy = dice.Chance(0.25);
        for (var attempts = 0; seen.Count < size && attempts < size * 40; attempts++)
        {
            // When the taste runs dry, what everybody knows and then anything fills the list.
            var track = attempts < size * 6 ? taste.Draw(world, sampler, ref dice) : dice.Below(world.TrackCount);
            if (track < 0 || !seen.Add(track))
                continue;
            added += dice.Below(400_000);
            rows.Add(new(PlaylistRowKind.Track, track, added));
            AddNeighbour(track, size, added, ref dice);
            if (messy && dice.Chance(0.08))
                rows.Add(Odd(added, ref dice));
        }

        return rows;
    }

    /// <summary>Who likes a song often adds the next one of the album.</summary>
    private void AddNeighbour(int track, int size, long added, ref Dice dice)
    {
        var next = track + 1;
        if (seen.Count >= size || !dice.Chance(0.08) || next >= world.TrackCount || world.AlbumOf(next) != world.AlbumOf(track))
            return;
        if (seen.Add(next))
            rows.Add(new(PlaylistRowKind.Track, next, added + 5));
    }

    private PlaylistRow Odd(long added, ref Dice dice) => dice.Below(6) switch
    {
        0 => new(PlaylistRowKind.Episode, -1, added),
        1 => new(PlaylistRowKind.Local, -1, added),
        2 => new(PlaylistRowKind.Unknown, -1, added),
        3 => new(PlaylistRowKind.Vanished, -1, added),
        _ => rows[dice.Below(rows.Count)] with { AddedAt = added },
    };
}
