-- Plays and time by day of the week (0 is Monday) and hour of the day in the account's time zone.
SELECT dow, hour, count(*) AS plays, CAST(sum(ms_played) AS BIGINT) AS ms_played
FROM insight_plays
WHERE date BETWEEN $from AND $to AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
GROUP BY dow, hour
ORDER BY dow, hour
