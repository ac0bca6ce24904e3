-- Moments of a measure over the units of each variant.
--include trial
SELECT variant, count(*) AS units, avg(y) AS mean_y, if(count(*) < 2, 0, varSampStable(y)) AS var_y, avg(x) AS mean_x,
    if(count(*) < 2, 0, varSampStable(x)) AS var_x, if(count(*) < 2, 0, covarSampStable(y, x)) AS cov
FROM measured GROUP BY variant ORDER BY variant
