-- By month: artists and recordings heard for the first time ever, and how many plays were the first of their recording.
WITH p AS (
    SELECT
        year_month, date, artist_name, recording,
        row_number() OVER (PARTITION BY artist_name ORDER BY started_at_utc, play_id) = 1 AS first_of_artist,
        row_number() OVER (PARTITION BY recording ORDER BY started_at_utc, play_id) = 1 AS first_of_recording
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
)
SELECT
    year_month,
    count(*) FILTER (WHERE first_of_artist AND artist_name IS NOT NULL) AS new_artists,
    count(*) FILTER (WHERE first_of_recording) AS new_tracks,
    count(*) AS plays,
    count(*) FILTER (WHERE NOT first_of_recording) AS repeat_plays
FROM p
WHERE date BETWEEN $from AND $to
GROUP BY year_month
ORDER BY year_month
