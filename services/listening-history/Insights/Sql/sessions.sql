-- Sessions, longest listening first: plays with at most 30 minutes (a setting) of silence between them. A play that overlaps another, as
-- two devices give, prolongs the session.
WITH p AS (
    SELECT play_id, started_at_utc, started_at_utc + ms_played * INTERVAL '1 millisecond' AS ended_at_utc, ms_played, artist_name, recording
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
        session,
        min(started_at_utc) AS started_at_utc,
        max(ended_at_utc) AS ended_at_utc,
        CAST(EXTRACT(EPOCH FROM max(ended_at_utc) - min(started_at_utc)) AS DOUBLE PRECISION) / 60 AS minutes,
        count(*) AS plays,
        CAST(sum(ms_played) AS BIGINT) AS ms_played
    FROM numbered
    GROUP BY session
    ORDER BY ms_played DESC, started_at_utc
    LIMIT $limit
)
SELECT
    s.started_at_utc, s.ended_at_utc, s.minutes, s.plays, s.ms_played, count(DISTINCT n.artist_name) AS artists, count(DISTINCT n.recording) AS tracks
FROM sessions s JOIN numbered n ON n.session = s.session
GROUP BY s.session, s.started_at_utc, s.ended_at_utc, s.minutes, s.plays, s.ms_played
ORDER BY s.ms_played DESC, s.started_at_utc
