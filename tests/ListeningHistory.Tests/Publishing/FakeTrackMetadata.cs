using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

/// <summary>
/// Knows three of four tracks. Tracks 0 and 1 of each artist share an ISRC; artists have no, one or two genres; every seventh track is
/// of two artists.
/// </summary>
internal sealed class FakeTrackMetadata : ITrackMetadataSource
{
    /// <summary>Of every track with an even number.</summary>
    public static Mbid Recording { get; } = Mbid.Parse("98255a8c-017a-4bc7-8dd6-1fa36124572b");

    public static string? Isrc(int track) => track % 4 == 3 ? null : track % 5 <= 1 ? $"ESA12{track / 5:D7}" : $"ESB12{track:D7}";

    public static int? Year(int track) => track % 4 == 3 || track % 11 == 0 ? null : 1970 + track % 50;

    public static int? Popularity(int track) => track % 4 == 3 ? null : track % 101;

    public static string[] Genres(int artist) => artist % 3 == 0 ? [] : artist % 3 == 1 ? ["jazz"] : ["jazz", "pop"];

    public Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackMetadata>>([.. tracks.Select(track => (Id: track, Number: Number(track))).Where(track => track.Number % 4 != 3).Select(Known)]);

    public Task<IReadOnlyList<ArtistMetadata>> GetArtistsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ArtistMetadata>>([]);

    private static TrackMetadata Known((TrackId Id, int Number) track)
    {
        var artist = track.Number / 5;
        (string, ArtistId?)[] artists = track.Number % 7 == 0 ? [($"Artist {artist}", null), ("Guest", null)] : [($"Artist {artist}", null)];
        string[] genres = artists.Length > 1 ? [.. Genres(artist), "polka"] : Genres(artist);
        return new TrackMetadata(
            track.Id, $"Song {track.Number}", artists, Music.Isrc.TryParse(Isrc(track.Number), out var isrc) ? isrc : null, track.Number % 2 == 0 ? Recording : null, Year(track.Number),
            Popularity(track.Number), false, genres, new AudioFeatures(120, 0.5, null, null, null, null, null, null, -7, 1, 1, 4, 200_000));
    }

    private static int Number(TrackId track) => int.Parse(track.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
