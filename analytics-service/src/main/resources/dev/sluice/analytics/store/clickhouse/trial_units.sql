-- How many units each variant of an experiment has, and how many were seen in two.
--include trial
SELECT variant, countIf(arms = 1) AS units, countIf(arms > 1) AS crossed, sumIf(n_calls, arms = 1) AS calls
FROM seen GROUP BY variant ORDER BY variant
