{{ config(materialized='view') }}
-- Artists of the listening history with their enrichment, by id, else by a name that one enriched artist alone has, in this spelling or in any case.
WITH listening AS (
  SELECT artistName, artistId, playCount, trackCount, msPlayed, firstPlayedAt, lastPlayedAt, discoveredAt
  FROM (
    SELECT
      *,
      MIN(snapshotAt) OVER (PARTITION BY artistName) AS discoveredAt,
      MAX(snapshotAt) OVER () AS currentSnapshotAt
    FROM {{ source('lake_spotify__normalized_artist_listening') }}
  ) AS snapshots
  WHERE snapshotAt = currentSnapshotAt
),
names AS (
  SELECT artistName, MIN(artistId) AS artistId
  FROM {{ ref('lake_spotify__svc_artist_enrichment') }}
  GROUP BY artistName
  HAVING COUNT(*) = 1
),
folded AS (
  SELECT LOWER(artistName) AS name, MIN(artistId) AS artistId
  FROM {{ ref('lake_spotify__svc_artist_enrichment') }}
  GROUP BY LOWER(artistName)
  HAVING COUNT(*) = 1
),
identified AS (
  SELECT l.*, COALESCE(l.artistId, n.artistId, f.artistId) AS resolvedId
  FROM listening AS l
  LEFT JOIN names AS n ON n.artistName = l.artistName
  LEFT JOIN folded AS f ON f.name = LOWER(l.artistName)
),
sized AS (
  SELECT
    artistId,
    (SELECT i.url FROM {{ unnest('images', 'i') }} ORDER BY IF(i.width = 640, 0, 1), COALESCE(i.width, 0) DESC, i.url LIMIT 1) AS imageurllarge,
    (SELECT i.url FROM {{ unnest('images', 'i') }} WHERE i.width = 320 ORDER BY i.url LIMIT 1) AS imageurlmedium,
    (SELECT i.url FROM {{ unnest('images', 'i') }} WHERE i.width = 160 ORDER BY i.url LIMIT 1) AS imageurlsmall
  FROM {{ ref('lake_spotify__svc_artist_enrichment') }}
)
SELECT
  l.resolvedId AS artistId,
  COALESCE(e.artistName, l.artistName) AS artistName,
  l.playCount,
  l.trackCount,
  l.msPlayed,
  l.firstPlayedAt,
  l.lastPlayedAt,
  l.discoveredAt,
  e.genres,
  e.popularity,
  e.followerCount,
  e.images,
  i.imageurllarge,
  i.imageurlmedium,
  i.imageurlsmall,
  e.externalUrls,
  e.enrichedAt
FROM identified AS l
LEFT JOIN {{ ref('lake_spotify__svc_artist_enrichment') }} AS e ON e.artistId = l.resolvedId
LEFT JOIN sized AS i ON i.artistId = l.resolvedId
