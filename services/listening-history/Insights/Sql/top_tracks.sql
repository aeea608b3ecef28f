-- Recordings by time or plays, beside their place in the previous period. The same recording on several albums is one line: its name,
-- artist, album and track are those of its most played track, and albums says from how many it was played.
WITH p AS (
    SELECT recording, spotify_track_uri, track_name, artist_name, album_name, ms_played, date,
        date BETWEEN $from AND $to AS present, date BETWEEN $previous_from AND $previous_to AS previous
    FROM insight_plays
    WHERE (date BETWEEN $from AND $to OR date BETWEEN $previous_from AND $previous_to)
      AND (NOT suspected_duplicate OR $with_suspected) AND (NOT private OR $with_private) AND track_name IS NOT NULL
), sums AS (
    SELECT
        CASE WHEN $unmerged THEN COALESCE(spotify_track_uri, recording) ELSE recording END AS key,
        count(*) FILTER (WHERE present) AS plays,
        COALESCE(CAST(sum(ms_played) FILTER (WHERE present) AS BIGINT), 0) AS ms_played,
        count(DISTINCT album_name) FILTER (WHERE present) AS albums,
        min(date) FILTER (WHERE present) AS first_date,
        max(date) FILTER (WHERE present) AS last_date,
        count(*) FILTER (WHERE previous) AS previous_plays,
        COALESCE(CAST(sum(ms_played) FILTER (WHERE previous) AS BIGINT), 0) AS previous_ms_played
    FROM p GROUP BY 1
), ranked AS (
    SELECT *,
        row_number() OVER (ORDER BY CASE WHEN $by_plays THEN plays ELSE ms_played END DESC, ms_played DESC, key) AS rank,
        row_number() OVER (ORDER BY CASE WHEN $by_plays THEN previous_plays ELSE previous_ms_played END DESC, previous_ms_played DESC, key) AS previous_rank
    FROM sums
), top AS (
    SELECT * FROM ranked WHERE plays > 0 ORDER BY CASE WHEN $ascending THEN -rank ELSE rank END LIMIT $limit
), names AS (
    SELECT key, spotify_track_uri, track_name, artist_name, album_name,
        row_number() OVER (PARTITION BY key ORDER BY played DESC, spotify_track_uri, album_name, track_name) AS place
    FROM (
        SELECT top.key, p.spotify_track_uri, p.track_name, p.artist_name, p.album_name, count(*) AS played
        FROM p JOIN top ON top.key = CASE WHEN $unmerged THEN COALESCE(p.spotify_track_uri, p.recording) ELSE p.recording END
        WHERE p.present
        GROUP BY top.key, p.spotify_track_uri, p.track_name, p.artist_name, p.album_name
    ) AS counted
)
SELECT
    top.rank, names.track_name, names.artist_name, names.album_name, names.spotify_track_uri, top.plays, top.ms_played, top.albums,
    top.first_date, top.last_date, top.previous_plays, top.previous_ms_played,
    CASE WHEN top.previous_plays > 0 THEN top.previous_rank END AS previous_rank
FROM top JOIN names ON names.key = top.key AND names.place = 1
ORDER BY CASE WHEN $ascending THEN -top.rank ELSE top.rank END
