-- Top genres in your library
SELECT
  genre,
  COUNT(DISTINCT artistId) AS artist_count,
  ROUND(AVG(popularity), 1) AS avg_popularity
FROM {{ ref('hub_music__svc_dim_artists') }},
UNNEST(genres) AS unnested(genre)
GROUP BY genre
ORDER BY artist_count DESC, genre
LIMIT 30
