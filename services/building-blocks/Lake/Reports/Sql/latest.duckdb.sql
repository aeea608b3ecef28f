-- Latest enrichment batch stats
SELECT
  CAST(enrichedAt AS DATE) AS enrichment_date,
  COUNT(*) AS artist_count,
  COUNT(DISTINCT CASE WHEN ARRAY_LENGTH(genres) > 0 THEN artistId END) AS artists_with_genres,
  ROUND(AVG(popularity), 1) AS avg_popularity,
  ROUND(AVG(followerCount), 0) AS avg_followers
FROM {{ ref('lake_spotify__normalized_artist_enrichment') }}
WHERE enrichedAt >= $now - INTERVAL 7 DAY
GROUP BY enrichment_date
ORDER BY enrichment_date DESC
