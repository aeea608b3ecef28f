{{ config(materialized='view') }}
-- The latest answer about each artist. Genres, popularity and followers that an answer lacks are those of the latest that has them:
-- an app may not be told them any more.
SELECT artistId, artistName, genres, popularity, followerCount, images, externalUrls, enrichedAt, enrichmentCount
FROM (
  SELECT
    artistId,
    artistName,
    COALESCE(FIRST_VALUE(IF(ARRAY_LENGTH(genres) > 0, genres, NULL) IGNORE NULLS) OVER latest, genres) AS genres,
    FIRST_VALUE(popularity IGNORE NULLS) OVER latest AS popularity,
    FIRST_VALUE(followerCount IGNORE NULLS) OVER latest AS followerCount,
    images,
    externalUrls,
    enrichedAt,
    COUNT(*) OVER (PARTITION BY artistId) AS enrichmentCount,
    ROW_NUMBER() OVER (PARTITION BY artistId ORDER BY enrichedAt DESC) AS nth
  FROM {{ source('lake_spotify__normalized_artist_enrichment') }}
  WINDOW latest AS (PARTITION BY artistId ORDER BY enrichedAt DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
) AS answers
WHERE nth = 1
