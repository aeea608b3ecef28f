using DuckDB.NET.Data;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Fills <c>tracks</c>, <c>artists</c> and <c>audio_features</c> with what the platform and the Web API know of the tracks that were played.</summary>
internal sealed class MetadataTables(ITrackMetadataSource source)
{
    private const int BatchTracks = 1000;
    private const string UriPrefix = "spotify:track:";

    public async Task FillAsync(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        var artists = new ArtistCollector();
        foreach (var batch in PlayedTracks(connection).Chunk(BatchTracks))
        {
            var known = await source.GetAsync(batch, cancellationToken).ConfigureAwait(false);
            AppendTracks(connection, known);
            AppendFeatures(connection, known.Where(track => track.Features is not null));
            artists.Add(known);
        }

        var played = PlayedArtists(connection);
        artists.Add(await source.GetArtistsAsync(played, cancellationToken).ConfigureAwait(false));
        Append(connection, "artists", artists.Known(played), (row, artist) => row
            .AppendValue(artist.Name).AppendValue(artist.Id).AppendValue(string.Join(',', artist.Genres.Select(genre => genre.Replace(',', ' '))))
            .AppendValue((short?)artist.Popularity).AppendValue(artist.Followers));
        connection.Execute(ChooseRecordings);
    }

    /// <summary>Tracks of one ISRC are one recording, named by the one that was played most.</summary>
    private const string ChooseRecordings = """
        UPDATE tracks SET recording = chosen.recording
        FROM (
            SELECT t.spotify_track_uri, first_value(t.spotify_track_uri) OVER (PARTITION BY t.isrc ORDER BY p.plays DESC NULLS LAST, t.spotify_track_uri) AS recording
            FROM tracks t LEFT JOIN (SELECT spotify_track_uri, count(*) AS plays FROM plays GROUP BY 1) p ON p.spotify_track_uri = t.spotify_track_uri
            WHERE t.isrc IS NOT NULL
        ) AS chosen
        WHERE chosen.spotify_track_uri = tracks.spotify_track_uri
        """;

    private static List<TrackId> PlayedTracks(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT DISTINCT spotify_track_uri FROM listening_rows WHERE starts_with(spotify_track_uri, '{UriPrefix}') ORDER BY 1";
        using var reader = command.ExecuteReader();
        var tracks = new List<TrackId>();
        while (reader.Read())
        {
            if (TrackId.TryParse(reader.GetString(0).AsSpan(UriPrefix.Length), out TrackId track))
                tracks.Add(track);
        }

        return tracks;
    }

    private static HashSet<string> PlayedArtists(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT artist_name FROM plays WHERE artist_name IS NOT NULL";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static void AppendTracks(DuckDBConnection connection, IEnumerable<TrackMetadata> tracks) =>
        Append(connection, "tracks", tracks, (row, track) => row
            .AppendValue(UriPrefix + track.Id).AppendValue(track.Id.ToString()).AppendValue(track.Title)
            .AppendValue(track.Artists.Count > 0 ? string.Join(", ", track.Artists.Select(artist => artist.Name)) : null).AppendValue(track.Album)
            .AppendValue(track.Isrc?.Code).AppendValue(track.RecordingMbid?.ToString()).AppendValue(UriPrefix + track.Id).AppendValue(track.ReleaseDate)
            .AppendValue((short?)track.ReleaseYear).AppendValue((short?)(track.ReleaseYear - track.ReleaseYear % 10)).AppendValue((short?)track.Popularity)
            .AppendValue(track.Explicit).AppendValue(track.DurationMs ?? track.Features?.DurationMs));

    private static void AppendFeatures(DuckDBConnection connection, IEnumerable<TrackMetadata> tracks) =>
        Append(connection, "audio_features", tracks, (row, track) =>
        {
            var f = track.Features!;
            return row
                .AppendValue(UriPrefix + track.Id).AppendValue(track.Id.ToString()).AppendValue(f.Tempo).AppendValue(f.Energy).AppendValue(f.Danceability)
                .AppendValue(f.Valence).AppendValue(f.Acousticness).AppendValue(f.Instrumentalness).AppendValue(f.Speechiness).AppendValue(f.Liveness)
                .AppendValue(f.Loudness).AppendValue((short?)f.Key).AppendValue((short?)f.Mode).AppendValue((short?)f.TimeSignature).AppendValue(f.DurationMs);
        });

    private static void Append<T>(DuckDBConnection connection, string table, IEnumerable<T> items, Func<IDuckDBAppenderRow, T, IDuckDBAppenderRow> write)
    {
        using var appender = connection.CreateAppender(table);
        foreach (var item in items)
            write(appender.CreateRow(), item).EndRow();
    }
}
