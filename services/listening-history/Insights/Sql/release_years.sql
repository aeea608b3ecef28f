-- Plays and time by year of release; the line without a year holds the plays whose track is not known.
SELECT
    t.release_year, t.release_decade,
    count(*) AS plays,
    CAST(sum(p.ms_played) AS BIGINT) AS ms_played,
    count(DISTINCT p.recording) AS tracks
FROM insight_plays p
LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
WHERE p.date BETWEEN $from AND $to AND (NOT p.suspected_duplicate OR $with_suspected) AND (NOT p.private OR $with_private)
GROUP BY t.release_year, t.release_decade
ORDER BY t.release_year
