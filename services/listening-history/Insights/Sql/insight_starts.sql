-- Every start of a music track, short ones too, without excluded artists and tracks: what skips are counted over.
SELECT
    r.date, r.ms_played, r.artist_name, r.reason_start, r.reason_end, r.skipped, r.suspected_duplicate,
    COALESCE(r.incognito_mode, FALSE) AS private
FROM listening_rows r
WHERE r.outcome IN ('play', 'short')
  AND NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.kind = 'artist' AND e.value = r.artist_name)
  AND NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.kind = 'track' AND e.value = r.spotify_track_uri)
