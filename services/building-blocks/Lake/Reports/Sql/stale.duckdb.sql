-- Artists not enriched in last 90 days
SELECT
  artistId,
  artistName,
  enrichedAt,
  DATE_DIFF('day', CAST(enrichedAt AS DATE), CAST($now AS DATE)) AS days_since_enrichment
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY artistId ORDER BY enrichedAt DESC) AS nth
  FROM {{ ref('lake_spotify__normalized_artist_enrichment') }}
) AS answers
WHERE nth = 1 AND enrichedAt < $now - INTERVAL 90 DAY
ORDER BY days_since_enrichment DESC, enrichedAt, artistId
LIMIT 20
