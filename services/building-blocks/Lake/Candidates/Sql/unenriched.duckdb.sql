-- Artists that need enrichment, the most played first
SELECT
  artists.artistId,
  artists.artistName
FROM {{ ref('hub_music__svc_dim_artists') }} AS artists
LEFT JOIN {{ ref('lake_spotify__normalized_artist_enrichment') }} AS enrich
  ON artists.artistId = enrich.artistId
WHERE enrich.artistId IS NULL AND artists.discoveredAt >= $since
ORDER BY artists.playCount DESC, artists.artistName
