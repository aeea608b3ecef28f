-- The figures of a period: plays, time, different artists, recordings and albums, how many of them were heard for the first time
-- ever, and days with a play.
SELECT
    count(*) AS plays,
    COALESCE(CAST(sum(ms_played) AS BIGINT), 0) AS ms_played,
    count(DISTINCT artist_name) AS artists,
    count(DISTINCT recording) AS tracks,
    count(DISTINCT artist_name || ' / ' || album_name) AS albums,
    count(DISTINCT artist_name) FILTER (WHERE artist_first = date) AS new_artists,
    count(DISTINCT recording) FILTER (WHERE recording_first = date) AS new_tracks,
    count(DISTINCT date) AS days
FROM (
    SELECT *,
        min(date) OVER (PARTITION BY artist_name) AS artist_first,
        min(date) OVER (PARTITION BY recording) AS recording_first
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
) AS p
WHERE date BETWEEN $from AND $to
