-- By the reason a track started: starts, skips, and how many ran to their end. All lines together are the skip rate of the period.
SELECT
    COALESCE(reason_start, '') AS reason_start,
    count(*) AS starts,
    count(*) FILTER (WHERE skipped) AS skips,
    count(*) FILTER (WHERE reason_end = 'trackdone') AS completed,
    CAST(sum(ms_played) AS BIGINT) AS ms_played
FROM insight_starts
WHERE date BETWEEN $from AND $to AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
GROUP BY 1
ORDER BY 2 DESC, 1
