-- Artists without enrichment data
SELECT
  COUNT(*) AS unenriched_artist_count,
  ROUND(COUNT(*) * 100.0 / NULLIF((SELECT COUNT(*) FROM {{ ref('hub_music__svc_dim_artists') }}), 0), 2) AS pct_missing
FROM {{ ref('hub_music__svc_dim_artists') }} AS artists
LEFT JOIN {{ ref('lake_spotify__normalized_artist_enrichment') }} AS enrich
  ON artists.artistId = enrich.artistId
WHERE enrich.artistId IS NULL
