-- One event as facts that can be summed.
    SELECT ts AS bucket, tenant,
        CASE WHEN starts_with(route, 'shadow:') THEN 'shadow' ELSE kind END AS kind,
        coalesce(model_used, model, 'none') AS model, coalesce(provider, 'none') AS provider,
        coalesce(cache_outcome, 'none') AS cache, 1 AS n,
        CASE WHEN status >= 400 OR error IS NOT NULL OR task_state <> 'succeeded' THEN 1 ELSE 0 END AS failed,
        coalesce(input_tokens, 0) AS input_tokens, coalesce(output_tokens, 0) AS output_tokens, cost_nano, saved_nano,
        coalesce(CASE WHEN kind = 'optimize' THEN opt_tokens_before - opt_tokens_after ELSE cache_saved_tokens END, 0)
            AS saved_tokens
    FROM events
