-- One event as facts that can be summed.
    SELECT ts AS bucket, tenant, if(startsWith(ifNull(route, ''), 'shadow:'), 'shadow', toString(kind)) AS kind,
        toString(coalesce(model_used, model, 'none')) AS model, toString(coalesce(provider, 'none')) AS provider,
        toString(coalesce(cache_outcome, 'none')) AS cache, toInt64(1) AS n,
        toUInt8(ifNull(status, 0) >= 400 OR error IS NOT NULL OR ifNull(task_state, 'succeeded') <> 'succeeded') AS failed,
        coalesce(input_tokens, 0) AS input_tokens, coalesce(output_tokens, 0) AS output_tokens, cost_nano, saved_nano,
        coalesce(if(events.kind = 'optimize', opt_tokens_before - opt_tokens_after, cache_saved_tokens), 0) AS saved_tokens
    FROM events FINAL
