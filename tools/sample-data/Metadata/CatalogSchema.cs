namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Tables and indexes of <c>spotify_clean.sqlite3</c> as the data set has them (cut-off July 2025).</summary>
internal static class CatalogSchema
{
    public const string Tables = """
        CREATE TABLE `artists` (`rowid` integer PRIMARY KEY NOT NULL, `id` text NOT NULL, `fetched_at` integer NOT NULL,
          `name` text NOT NULL, `followers_total` integer NOT NULL, `popularity` integer NOT NULL);
        CREATE TABLE `artist_genres` (`artist_rowid` integer NOT NULL, `genre` text NOT NULL,
          FOREIGN KEY (`artist_rowid`) REFERENCES `artists`(`rowid`));
        CREATE TABLE `artist_images` (`artist_rowid` integer NOT NULL, `width` integer NOT NULL, `height` integer NOT NULL,
          `url` text NOT NULL, FOREIGN KEY (`artist_rowid`) REFERENCES `artists`(`rowid`));
        CREATE TABLE `artist_albums` (`artist_rowid` integer NOT NULL, `album_rowid` integer NOT NULL,
          `is_appears_on` integer NOT NULL, `is_implicit_appears_on` integer NOT NULL, `index_in_album` integer,
          FOREIGN KEY (`artist_rowid`) REFERENCES `artists`(`rowid`), FOREIGN KEY (`album_rowid`) REFERENCES `albums`(`rowid`));
        CREATE TABLE `available_markets` (`rowid` integer PRIMARY KEY NOT NULL, `available_markets` text NOT NULL);
        CREATE TABLE `albums` (`rowid` integer PRIMARY KEY NOT NULL, `id` text NOT NULL, `fetched_at` integer NOT NULL,
          `name` text NOT NULL, `album_type` text NOT NULL, `available_markets_rowid` integer NOT NULL, `external_id_upc` text,
          `external_id_amgid` text, `copyright_c` text, `copyright_p` text, `label` text NOT NULL, `popularity` integer NOT NULL,
          `release_date` text NOT NULL, `release_date_precision` text NOT NULL, `total_tracks` integer NOT NULL,
          FOREIGN KEY (`available_markets_rowid`) REFERENCES `available_markets`(`rowid`));
        CREATE TABLE `album_images` (`album_rowid` integer NOT NULL, `width` integer NOT NULL, `height` integer NOT NULL,
          `url` text NOT NULL, FOREIGN KEY (`album_rowid`) REFERENCES `albums`(`rowid`));
        CREATE TABLE `tracks` (`rowid` integer PRIMARY KEY NOT NULL, `id` text NOT NULL, `fetched_at` integer NOT NULL,
          `name` text NOT NULL, `preview_url` text, `album_rowid` integer NOT NULL, `track_number` integer NOT NULL,
          `external_id_isrc` text, `external_id_ean` text, `external_id_upc` text, `popularity` integer NOT NULL,
          `available_markets_rowid` integer NOT NULL, `disc_number` integer NOT NULL, `duration_ms` integer NOT NULL,
          `explicit` integer NOT NULL, FOREIGN KEY (`available_markets_rowid`) REFERENCES `available_markets`(`rowid`));
        CREATE TABLE `track_artists` (`track_rowid` integer NOT NULL, `artist_rowid` integer NOT NULL,
          FOREIGN KEY (`track_rowid`) REFERENCES `tracks`(`rowid`), FOREIGN KEY (`artist_rowid`) REFERENCES `artists`(`rowid`));
        """;

    public const string Indexes = """
        CREATE INDEX `artist_genres_artist_id` ON `artist_genres` (`artist_rowid`);
        CREATE INDEX `artist_genres_genre` ON `artist_genres` (`genre`);
        CREATE INDEX `artist_images_artist_id` ON `artist_images` (`artist_rowid`);
        CREATE UNIQUE INDEX `artists_id_unique` ON `artists` (`id`);
        CREATE INDEX `artists_name` ON `artists` (`name`);
        CREATE INDEX `artists_popularity` ON `artists` (`popularity`);
        CREATE INDEX `artists_followers` ON `artists` (`followers_total`);
        CREATE INDEX `artist_album_artist_id` ON `artist_albums` (`artist_rowid`);
        CREATE INDEX `artist_album_album_id` ON `artist_albums` (`album_rowid`);
        CREATE UNIQUE INDEX `albums_id_unique` ON `albums` (`id`);
        CREATE INDEX `album_name` ON `albums` (`name`);
        CREATE INDEX `album_popularity` ON `albums` (`popularity`);
        CREATE UNIQUE INDEX `available_markets_available_markets_unique` ON `available_markets` (`available_markets`);
        CREATE INDEX `track_artists_artist_id` ON `track_artists` (`artist_rowid`);
        CREATE INDEX `track_artists_track_id` ON `track_artists` (`track_rowid`);
        CREATE UNIQUE INDEX `tracks_id_unique` ON `tracks` (`id`);
        CREATE INDEX `tracks_popularity` ON `tracks` (`popularity`);
        CREATE INDEX `tracks_album` ON `tracks` (`album_rowid`);
        CREATE INDEX `album_images_album_id` ON `album_images` (`album_rowid`);
        CREATE INDEX tracks_isrc on tracks(external_id_isrc);
        """;
}
