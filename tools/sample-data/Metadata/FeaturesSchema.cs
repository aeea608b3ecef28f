namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>
/// The table of <c>spotify_clean_audio_features.sqlite3</c>. <c>tempo</c> is declared integer, so its values come back as INTEGER
/// when whole and REAL otherwise.
/// </summary>
internal static class FeaturesSchema
{
    public const string Tables = """
        CREATE TABLE `track_audio_features` (`rowid` integer PRIMARY KEY NOT NULL, `track_id` text NOT NULL,
          `fetched_at` integer NOT NULL, `null_response` integer NOT NULL, `duration_ms` integer, `time_signature` integer,
          `tempo` integer, `key` integer, `mode` integer, `danceability` real, `energy` real, `loudness` real, `speechiness` real,
          `acousticness` real, `instrumentalness` real, `liveness` real, `valence` real);
        """;

    public const string Indexes = """
        CREATE UNIQUE INDEX `track_audio_features_track_id_unique` ON `track_audio_features` (`track_id`);
        """;
}
