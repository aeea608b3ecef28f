-- Artists by genre
SELECT
  artistName,
  popularity,
  followerCount,
  ARRAY_TO_STRING(genres, ', ') AS genre_list
FROM {{ ref('hub_music__svc_dim_artists') }}
WHERE @genre IN UNNEST(genres)
ORDER BY popularity DESC, artistName, artistId
LIMIT 20
