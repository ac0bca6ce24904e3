-- How long completions took, by a dimension, most calls first; microseconds.
--include mine
SELECT coalesce(CASE CAST(:by AS VARCHAR) WHEN 'model' THEN coalesce(model_used, model) WHEN 'project' THEN project WHEN 'key' THEN key_id
    WHEN 'provider' THEN provider WHEN 'route' THEN route WHEN 'cache' THEN cache_outcome
        WHEN 'template' THEN nullif(regexp_extract(props, '"template":"([^"]*)"', 1), '') END, 'none') AS label, count(*) AS calls,
    quantile_cont(duration_us, 0.5) AS p50, quantile_cont(duration_us, 0.9) AS p90, quantile_cont(duration_us, 0.95) AS p95,
    quantile_cont(duration_us, 0.99) AS p99, quantile_cont(first_token_us, 0.5) AS first_p50, quantile_cont(first_token_us, 0.95) AS first_p95,
    quantile_cont(first_token_us, 0.99) AS first_p99, quantile_cont(overhead_us, 0.99) AS overhead_p99
FROM mine WHERE kind = 'completion'
GROUP BY label ORDER BY calls DESC, label LIMIT 100
