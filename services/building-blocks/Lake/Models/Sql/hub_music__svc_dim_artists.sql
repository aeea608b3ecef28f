{{ config(materialized='table', cluster_by='artistId') }}
-- Artists as reports and people read them.
SELECT *
FROM {{ ref('hub_music__stg_dim_artists') }}
