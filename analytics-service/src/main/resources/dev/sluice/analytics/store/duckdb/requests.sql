-- The last calls, newest first.
--include mine
SELECT coalesce(request_id, CAST(event_id AS VARCHAR)) AS id, epoch_us(ts) AS at_us, kind, coalesce(model_used, model) AS label,
    provider, cache_outcome AS cache, status, coalesce(input_tokens, 0) AS tokens_in,
    coalesce(output_tokens, 0) AS tokens_out, cost_nano AS cost, saved_nano AS saved, duration_us / 1000.0 AS ms,
    first_token_us / 1000.0 AS first_token_ms, error
FROM mine WHERE kind IN ('completion', 'embedding', 'shadow')
ORDER BY ts DESC, event_id DESC LIMIT :limit
