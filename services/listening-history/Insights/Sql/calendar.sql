-- Every day with a play, and which day of a streak it is: a streak is a run of days without a gap.
WITH days AS (
    SELECT date, count(*) AS plays, CAST(sum(ms_played) AS BIGINT) AS ms_played
    FROM insight_plays
    WHERE date BETWEEN $from AND $to AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
    GROUP BY date
), runs AS (
    SELECT *, date - CAST(row_number() OVER (ORDER BY date) AS INTEGER) AS run FROM days
)
SELECT
    date, plays, ms_played,
    min(date) OVER (PARTITION BY run) AS streak_start,
    row_number() OVER (PARTITION BY run ORDER BY date) AS streak_day
FROM runs
ORDER BY date
