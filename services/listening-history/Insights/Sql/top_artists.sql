-- Artists by time or plays, beside their place in the previous period.
WITH p AS (
    SELECT artist_name, recording, ms_played, date, date BETWEEN $from AND $to AS present, date BETWEEN $previous_from AND $previous_to AS previous
    FROM insight_plays
    WHERE (date BETWEEN $from AND $to OR date BETWEEN $previous_from AND $previous_to)
      AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private) AND artist_name IS NOT NULL
), sums AS (
    SELECT
        artist_name,
        count(*) FILTER (WHERE present) AS plays,
        COALESCE(CAST(sum(ms_played) FILTER (WHERE present) AS BIGINT), 0) AS ms_played,
        count(DISTINCT recording) FILTER (WHERE present) AS tracks,
        min(date) FILTER (WHERE present) AS first_date,
        max(date) FILTER (WHERE present) AS last_date,
        count(*) FILTER (WHERE previous) AS previous_plays,
        COALESCE(CAST(sum(ms_played) FILTER (WHERE previous) AS BIGINT), 0) AS previous_ms_played
    FROM p GROUP BY artist_name
), ranked AS (
    SELECT *,
        row_number() OVER (ORDER BY CASE WHEN $by_plays THEN plays ELSE ms_played END DESC, ms_played DESC, artist_name) AS rank,
        row_number() OVER (ORDER BY CASE WHEN $by_plays THEN previous_plays ELSE previous_ms_played END DESC, previous_ms_played DESC, artist_name) AS previous_rank
    FROM sums
)
SELECT
    rank, artist_name, plays, ms_played, tracks, first_date, last_date, previous_plays, previous_ms_played,
    CASE WHEN previous_plays > 0 THEN previous_rank END AS previous_rank
FROM ranked
WHERE plays > 0
ORDER BY CASE WHEN $ascending THEN -rank ELSE rank END
LIMIT $limit
