-- A tenant's facts of a period.
WITH facts AS (
    SELECT ts AS bucket, if(startsWith(ifNull(route, ''), 'shadow:'), 'shadow', kind) AS kind,
        coalesce(model_used, model, 'none') AS model, coalesce(provider, 'none') AS provider,
        coalesce(cache_outcome, 'none') AS cache, 1 AS n,
        if(ifNull(status, 0) >= 400 OR error IS NOT NULL OR ifNull(task_state, 'succeeded') <> 'succeeded', 1, 0) AS failed,
        coalesce(input_tokens, 0) AS input_tokens, coalesce(output_tokens, 0) AS output_tokens, cost_nano, saved_nano,
        coalesce(if(kind = 'optimize', opt_tokens_before - opt_tokens_after, cache_saved_tokens), 0) AS saved_tokens
    FROM events FINAL
    WHERE tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC'))
