-- Whether enrichment data exists, and artists to enrich
SELECT
  (SELECT COUNT(*) FROM {{ ref('lake_spotify__normalized_artist_enrichment') }}) AS enrichment_count,
  (SELECT COUNT(*) FROM {{ ref('hub_music__svc_dim_artists') }}) AS artist_count
