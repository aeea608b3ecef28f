-- Artists with profile images
SELECT
  artistName,
  popularity,
  followerCount,
  imageurllarge AS profile_image
FROM {{ ref('hub_music__svc_dim_artists') }}
WHERE imageurllarge IS NOT NULL
ORDER BY popularity DESC, artistName, artistId
LIMIT 20
