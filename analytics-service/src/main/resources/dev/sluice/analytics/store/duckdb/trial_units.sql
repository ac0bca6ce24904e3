-- How many units each variant of an experiment has, and how many were seen in two.
--include trial
SELECT variant, count(CASE WHEN arms = 1 THEN 1 END) AS units, count(CASE WHEN arms > 1 THEN 1 END) AS crossed,
    CAST(sum(CASE WHEN arms = 1 THEN n_calls ELSE 0 END) AS BIGINT) AS calls
FROM seen GROUP BY variant ORDER BY variant
