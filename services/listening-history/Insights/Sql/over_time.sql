-- Plays and time by day, week (from Monday), month or year; a play is new when nothing of the recording was heard before it.
WITH p AS (
    SELECT
        date, ms_played, artist_name, recording,
        row_number() OVER (PARTITION BY recording ORDER BY started_at_utc, play_id) = 1 AS first_play
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
)
SELECT
    CAST(date_trunc($bucket, CAST(date AS TIMESTAMP)) AS DATE) AS start_date,
    count(*) AS plays,
    CAST(sum(ms_played) AS BIGINT) AS ms_played,
    count(DISTINCT artist_name) AS artists,
    count(DISTINCT recording) AS tracks,
    count(*) FILTER (WHERE first_play) AS new_plays
FROM p
WHERE date BETWEEN $from AND $to
GROUP BY 1
ORDER BY 1
