-- By artist: starts, how many were skipped and how many ran to their end (reason_end is trackdone). Short starts count.
SELECT
    artist_name,
    count(*) AS starts,
    count(*) FILTER (WHERE skipped) AS skips,
    count(*) FILTER (WHERE reason_end = 'trackdone') AS completed,
    CAST(sum(ms_played) AS BIGINT) AS ms_played
FROM insight_starts
WHERE date BETWEEN $from AND $to AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
  AND artist_name IS NOT NULL
GROUP BY artist_name
ORDER BY 3 DESC, 2 DESC, 1
LIMIT $limit
