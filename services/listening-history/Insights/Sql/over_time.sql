-- Plays and time by day, week (from Monday), month or year; a play is new when nothing of the recording was heard before it.
WITH p AS (
    SELECT
        CAST(date_trunc($bucket, CAST(date AS TIMESTAMP)) AS DATE) AS start_date, date, ms_played, artist_name, recording
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
), first_plays AS (
    SELECT min(start_date) AS start_date, min(date) AS date FROM p GROUP BY recording
), new AS (
    SELECT start_date, count(*) AS plays FROM first_plays WHERE date BETWEEN $from AND $to GROUP BY start_date
)
SELECT
    p.start_date,
    count(*) AS plays,
    CAST(sum(p.ms_played) AS BIGINT) AS ms_played,
    count(DISTINCT p.artist_name) AS artists,
    count(DISTINCT p.recording) AS tracks,
    COALESCE(max(new.plays), 0) AS new_plays
FROM p LEFT JOIN new ON new.start_date = p.start_date
WHERE p.date BETWEEN $from AND $to
GROUP BY p.start_date
ORDER BY p.start_date
