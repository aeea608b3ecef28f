namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Tables and indexes of <c>spotify_clean_playlists.sqlite3</c>; its rows refer to tracks by row id in the catalogue.</summary>
internal static class PlaylistsSchema
{
    public const string Tables = """
        CREATE TABLE `playlists` (`rowid` integer PRIMARY KEY NOT NULL, `id` text NOT NULL, `snapshot_id` text NOT NULL,
          `fetched_at` integer NOT NULL, `name` text NOT NULL, `description` text, `collaborative` integer NOT NULL,
          `public` integer NOT NULL, `primary_color` text, `owner_id` text, `owner_display_name` text, `followers_total` integer,
          `tracks_total` integer NOT NULL);
        CREATE TABLE `playlist_images` (`playlist_rowid` integer NOT NULL, `width` integer, `height` integer, `url` text NOT NULL,
          FOREIGN KEY (`playlist_rowid`) REFERENCES `playlists`(`rowid`));
        CREATE TABLE `playlist_tracks` (`playlist_rowid` integer NOT NULL, `position` integer NOT NULL,
          `is_episode` integer NOT NULL, `track_rowid` integer, `id_if_not_in_tracks_table` text, `added_at` integer NOT NULL,
          `added_by_id` text, `primary_color` text, `video_thumbnail_url` text, `is_local` integer NOT NULL,
          `name_if_is_local` text, `uri_if_is_local` text, `album_name_if_is_local` text, `artists_name_if_is_local` text,
          `duration_ms_if_is_local` integer, PRIMARY KEY(`playlist_rowid`, `position`),
          FOREIGN KEY (`playlist_rowid`) REFERENCES `playlists`(`rowid`)) WITHOUT ROWID;
        """;

    public const string Indexes = """
        CREATE UNIQUE INDEX `playlists_id_unique` ON `playlists` (`id`);
        CREATE INDEX `playlists_followers` ON `playlists` (`followers_total`);
        CREATE INDEX `playlists_owner_id` ON `playlists` (`owner_id`);
        CREATE INDEX `playlist_images_playlist_id` ON `playlist_images` (`playlist_rowid`);
        """;
}
