-- How many sessions lasted how long, from first to last minute.
WITH p AS (
    SELECT play_id, started_at_utc, started_at_utc + ms_played * INTERVAL '1 millisecond' AS ended_at_utc, ms_played
    FROM insight_plays
    WHERE date BETWEEN $from AND $to AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
), gaps AS (
    SELECT *, max(ended_at_utc) OVER (ORDER BY started_at_utc, play_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS heard_until
    FROM p
), numbered AS (
    SELECT *,
        sum(CASE WHEN started_at_utc - heard_until <= $gap_minutes * INTERVAL '1 minute' THEN 0 ELSE 1 END)
            OVER (ORDER BY started_at_utc, play_id ROWS UNBOUNDED PRECEDING) AS session
    FROM gaps
), sessions AS (
    SELECT
        CAST(EXTRACT(EPOCH FROM max(ended_at_utc) - min(started_at_utc)) AS DOUBLE PRECISION) / 60 AS minutes,
        count(*) AS plays,
        CAST(sum(ms_played) AS BIGINT) AS ms_played
    FROM numbered
    GROUP BY session
)
SELECT
    CASE WHEN minutes < 15 THEN 0 WHEN minutes < 30 THEN 15 WHEN minutes < 60 THEN 30 WHEN minutes < 120 THEN 60 WHEN minutes < 240 THEN 120 ELSE 240 END AS minutes_from,
    count(*) AS sessions,
    CAST(sum(plays) AS BIGINT) AS plays,
    CAST(sum(ms_played) AS BIGINT) AS ms_played
FROM sessions
GROUP BY 1
ORDER BY 1
