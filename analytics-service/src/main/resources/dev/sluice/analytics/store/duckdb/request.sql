-- One call by its request's id, with all that was decided about it.
--include mine
SELECT coalesce(request_id, CAST(event_id AS VARCHAR)) AS id, epoch_us(ts) AS at_us, kind, coalesce(model_used, model) AS label,
    model AS asked, route, provider, key_id AS the_key, project AS the_project, cache_outcome AS cache, cache_layer AS layer,
    cache_similarity AS similarity, status, coalesce(attempts, 0) AS tries, coalesce(input_tokens, 0) AS tokens_in,
    coalesce(output_tokens, 0) AS tokens_out, cost_nano AS cost, saved_nano AS saved, duration_us / 1000.0 AS ms,
    first_token_us / 1000.0 AS first_token_ms, overhead_us / 1000.0 AS overhead_ms, error,
    CAST(CASE WHEN stream THEN 1 ELSE 0 END AS BIGINT) AS streamed, CAST(CASE WHEN usage_estimated THEN 1 ELSE 0 END AS BIGINT) AS estimated,
    coalesce(cached_input_tokens, 0) AS tokens_cached, coalesce(reasoning_tokens, 0) AS tokens_reasoning,
    price_version AS prices, opt_tokens_before AS before_tokens, opt_tokens_after AS after_tokens, opt_techniques AS techniques,
    props AS notes
FROM mine WHERE kind IN ('completion', 'embedding') AND request_id = CAST(:id AS VARCHAR)
ORDER BY ts DESC LIMIT 1
