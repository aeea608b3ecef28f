-- The figures of a period: plays, time, different artists, recordings and albums, how many of them were heard for the first time
-- ever, and days with a play.
WITH p AS (
    SELECT artist_name, album_name, recording, date, ms_played, date BETWEEN $from AND $to AS present
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
), by_artist AS (
    SELECT min(date) AS first_date, bool_or(present) AS present FROM p WHERE artist_name IS NOT NULL GROUP BY artist_name
), by_recording AS (
    SELECT min(date) AS first_date, bool_or(present) AS present FROM p WHERE recording IS NOT NULL GROUP BY recording
), by_album AS (
    SELECT 1 FROM p WHERE present AND artist_name IS NOT NULL AND album_name IS NOT NULL GROUP BY artist_name, album_name
)
SELECT
    count(*) AS plays,
    COALESCE(CAST(sum(ms_played) AS BIGINT), 0) AS ms_played,
    (SELECT count(*) FROM by_artist WHERE present) AS artists,
    (SELECT count(*) FROM by_recording WHERE present) AS tracks,
    (SELECT count(*) FROM by_album) AS albums,
    (SELECT count(*) FROM by_artist WHERE first_date BETWEEN $from AND $to) AS new_artists,
    (SELECT count(*) FROM by_recording WHERE first_date BETWEEN $from AND $to) AS new_tracks,
    count(DISTINCT date) AS days
FROM p
WHERE present
