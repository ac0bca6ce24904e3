-- A row for each value of a dimension, dearest first.
--include mine
SELECT coalesce(CASE CAST(:by AS VARCHAR) WHEN 'model' THEN coalesce(model_used, model) WHEN 'project' THEN project WHEN 'key' THEN key_id
    WHEN 'provider' THEN provider WHEN 'route' THEN route WHEN 'cache' THEN cache_outcome END, 'none') AS label, count(*) AS requests, coalesce(sum(input_tokens), 0) AS input_tokens,
    coalesce(sum(output_tokens), 0) AS output_tokens, sum(cost_nano) AS cost, sum(saved_nano) AS saved
FROM mine WHERE kind IN ('completion', 'embedding', 'shadow')
GROUP BY label ORDER BY cost DESC, label LIMIT 100
