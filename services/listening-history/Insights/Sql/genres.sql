-- Plays and time by the genres of the artist. An artist of several genres counts in each; the line without a genre holds the plays whose
-- artist has none, so that coverage shows.
WITH genre AS (
    SELECT artist_name, trim(unnest(string_to_array(genres, ','))) AS genre
    FROM artists
    WHERE genres <> ''
)
SELECT
    COALESCE(g.genre, '') AS genre,
    count(*) AS plays,
    CAST(sum(p.ms_played) AS BIGINT) AS ms_played,
    count(DISTINCT p.artist_name) AS artists
FROM insight_plays p
LEFT JOIN genre g ON g.artist_name = p.artist_name
WHERE p.date BETWEEN $from AND $to AND (NOT p.suspected_duplicate OR $with_suspected) AND (NOT p.private OR $with_private)
GROUP BY 1
ORDER BY 3 DESC, 1
LIMIT $limit
