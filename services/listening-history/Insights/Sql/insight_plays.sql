-- The plays that insights count: without excluded artists and tracks, each with its recording. Plays of one ISRC are one recording,
-- named by its most played track; a play keeps the album it was played from. Without an ISRC the track is its own recording.
SELECT
    p.play_id, p.date, p.year, p.month, p.year_month, p.dow, p.hour, p.started_at_utc, p.ms_played,
    p.track_name, p.artist_name, p.album_name, p.spotify_track_uri, p.suspected_duplicate,
    COALESCE(p.incognito_mode, FALSE) AS private,
    COALESCE(t.recording, p.spotify_track_uri, p.artist_name || ' / ' || p.track_name) AS recording
FROM plays p
LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
WHERE NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.kind = 'artist' AND e.value = p.artist_name)
  AND NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.kind = 'track' AND e.value = p.spotify_track_uri)
