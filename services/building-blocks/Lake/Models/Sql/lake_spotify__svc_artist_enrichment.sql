{{ config(materialized='incremental', unique_key='artistId', cluster_by='artistId') }}
-- Artists whose answers changed. The number of answers tells an older one that was ingested late.
SELECT s.artistId, s.artistName, s.genres, s.popularity, s.followerCount, s.images, s.externalUrls, s.enrichedAt, s.enrichmentCount
FROM {{ ref('lake_spotify__stg_artist_enrichment') }} AS s
{% if is_incremental() %}
LEFT JOIN {{ this }} AS t ON t.artistId = s.artistId
WHERE t.artistId IS NULL OR t.enrichedAt <> s.enrichedAt OR t.enrichmentCount <> s.enrichmentCount
{% endif %}
