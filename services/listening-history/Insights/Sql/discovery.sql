-- By month: artists and recordings heard for the first time ever, and how many plays were the first of their recording.
WITH p AS (
    SELECT year_month, date, artist_name, recording
    FROM insight_plays
    WHERE (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private)
), new_artists AS (
    SELECT year_month, count(*) AS artists
    FROM (SELECT min(year_month) AS year_month, min(date) AS date FROM p WHERE artist_name IS NOT NULL GROUP BY artist_name) AS first_plays
    WHERE date BETWEEN $from AND $to
    GROUP BY year_month
), new_recordings AS (
    SELECT year_month, count(*) AS recordings
    FROM (SELECT min(year_month) AS year_month, min(date) AS date FROM p GROUP BY recording) AS first_plays
    WHERE date BETWEEN $from AND $to
    GROUP BY year_month
), months AS (
    SELECT year_month, count(*) AS plays FROM p WHERE date BETWEEN $from AND $to GROUP BY year_month
)
SELECT
    months.year_month,
    COALESCE(new_artists.artists, 0) AS new_artists,
    COALESCE(new_recordings.recordings, 0) AS new_tracks,
    months.plays,
    months.plays - COALESCE(new_recordings.recordings, 0) AS repeat_plays
FROM months
LEFT JOIN new_artists ON new_artists.year_month = months.year_month
LEFT JOIN new_recordings ON new_recordings.year_month = months.year_month
ORDER BY months.year_month
