-- All artists, the most played first
SELECT artistId, artistName
FROM {{ ref('hub_music__svc_dim_artists') }}
ORDER BY playCount DESC, artistName
