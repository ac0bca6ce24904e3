-- How long completions took, by a dimension, most calls first; microseconds.
--include mine
SELECT coalesce(CASE {by:String} WHEN 'model' THEN coalesce(model_used, model) WHEN 'project' THEN project WHEN 'key' THEN key_id
    WHEN 'provider' THEN provider WHEN 'route' THEN route WHEN 'cache' THEN cache_outcome
        WHEN 'template' THEN nullIf(extract(ifNull(props, ''), '"template":"([^"]*)"'), '') END, 'none') AS label, count(*) AS calls,
    quantileExactInclusiveOrNull(0.5)(duration_us) AS p50, quantileExactInclusiveOrNull(0.9)(duration_us) AS p90, quantileExactInclusiveOrNull(0.95)(duration_us) AS p95,
    quantileExactInclusiveOrNull(0.99)(duration_us) AS p99, quantileExactInclusiveOrNull(0.5)(first_token_us) AS first_p50, quantileExactInclusiveOrNull(0.95)(first_token_us) AS first_p95,
    quantileExactInclusiveOrNull(0.99)(first_token_us) AS first_p99, quantileExactInclusiveOrNull(0.99)(overhead_us) AS overhead_p99
FROM mine WHERE kind = 'completion'
GROUP BY label ORDER BY calls DESC, label LIMIT 100
