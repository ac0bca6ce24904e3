-- The last calls, newest first.
--include calls
SELECT coalesce(request_id, CAST(event_id AS VARCHAR)) AS id, epoch_us(ts) AS at_us, kind, coalesce(model_used, model) AS label,
    model AS asked, route, provider, key_id AS the_key, project AS the_project, cache_outcome AS cache, cache_layer AS layer,
    cache_similarity AS similarity, status, coalesce(attempts, 0) AS tries, coalesce(input_tokens, 0) AS tokens_in,
    coalesce(output_tokens, 0) AS tokens_out, cost_nano AS cost, saved_nano AS saved, duration_us / 1000.0 AS ms,
    first_token_us / 1000.0 AS first_token_ms, overhead_us / 1000.0 AS overhead_ms, error
FROM calls WHERE CAST(:failed AS BIGINT) = 0 OR status >= 400 OR error IS NOT NULL
ORDER BY ts DESC, event_id DESC LIMIT :limit
