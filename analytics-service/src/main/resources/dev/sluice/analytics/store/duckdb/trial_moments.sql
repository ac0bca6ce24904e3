-- Moments of a measure over the units of each variant.
--include trial
SELECT variant, count(*) AS units, avg(y) AS mean_y, coalesce(var_samp(y), 0) AS var_y, avg(x) AS mean_x,
    coalesce(var_samp(x), 0) AS var_x, coalesce(covar_samp(y, x), 0) AS cov
FROM measured GROUP BY variant ORDER BY variant
