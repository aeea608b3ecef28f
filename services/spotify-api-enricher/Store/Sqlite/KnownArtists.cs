using Microsoft.Data.Sqlite;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>What is known of an artist by id or name.</summary>
internal static class KnownArtists
{
    public static KnownArtist Find(SqliteConnection connection, ArtistToEnrich artist, string now)
    {
        var (id, isMissing) = artist.Id is { } given ? (given, false) : Resolve(connection, artist.Name, now);
        if (id is null)
            return new KnownArtist(null, artist.Name, null, HasGenres: false, isMissing);
        isMissing = connection.Scalar<long>(
            "SELECT count(*) FROM not_found WHERE kind = 'artist' AND id = $id AND checked_at >= $checked", ("$id", id), ("$checked", EnrichmentReads.Checked(now))) > 0;
        return connection
            .Query(
                "SELECT enriched_at, coalesce(genres_json, '[]') <> '[]' FROM artists WHERE artist_id = $id",
                reader => new KnownArtist(id, artist.Name, reader.TextOrNull(0) is { } at ? StoredTime.Parse(at) : null, reader.GetBoolean(1), isMissing), ("$id", id))
            .FirstOrDefault() ?? new KnownArtist(id, artist.Name, null, HasGenres: false, isMissing);
    }

    /// <summary>By an earlier search or track, else by the name of the only artist that has it.</summary>
    private static (string? Id, bool IsMissing) Resolve(SqliteConnection connection, string name, string now)
    {
        var request = connection
            .Query(
                "SELECT resolved_id, NOT coalesce(is_found, 1) AND answered_at >= $checked FROM enrichment_request WHERE kind = 'artist' AND key = $name",
                reader => (Id: reader.TextOrNull(0), IsMissing: reader.ValueOrNull<bool>(1) == true), ("$name", name), ("$checked", EnrichmentReads.Checked(now)))
            .FirstOrDefault();
        return request.Id is not null
            ? request
            : (connection.Scalar<string>("SELECT min(artist_id) FROM artists WHERE name = $name HAVING count(*) = 1", ("$name", name)), request.IsMissing);
    }
}
