-- Plays and time by the track's popularity in steps of ten; the line without one holds the plays whose track is not known.
SELECT
    CASE WHEN t.popularity >= 90 THEN 90 ELSE t.popularity - t.popularity % 10 END AS popularity_from,
    count(*) AS plays,
    CAST(sum(p.ms_played) AS BIGINT) AS ms_played,
    count(DISTINCT p.recording) AS tracks,
    CAST(avg(t.popularity) AS DOUBLE PRECISION) AS mean_popularity
FROM insight_plays p
LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
WHERE p.date BETWEEN $from AND $to AND (NOT p.suspected_duplicate OR $with_suspected) AND (NOT p.private OR $with_private)
GROUP BY 1
ORDER BY 1
