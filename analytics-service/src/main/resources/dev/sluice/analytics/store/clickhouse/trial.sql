-- The units of an experiment: what each did in it, and what it cost in the time before it began. A unit of two variants is
-- left out of what is measured. Measures are a value y and its companion x: the denominator, or what was before.
--include mine
, calls AS (
    SELECT if({unit:String} = 'key', CAST(key_id AS Nullable(String)), session_id) AS who, ts, cost_nano,
        if(ts >= fromUnixTimestamp64Micro({start:Int64}, 'UTC'), nullIf(extract(ifNull(props, ''), {exposure:String}), ''), NULL) AS arm,
        if(ifNull(status, 0) >= 400 OR error IS NOT NULL, 1, 0) AS failed,
        ifNull(duration_us, 0) / 1000.0 AS duration_ms, first_token_us / 1000.0 AS first_ms,
        ifNull(input_tokens, 0) + ifNull(output_tokens, 0) AS tokens,
        if(ifNull(cache_outcome, '') IN ('HIT', 'SEMANTIC', 'JOINED'), 1, 0) AS hit
    FROM mine WHERE kind = 'completion'),
before AS (
    SELECT who, sum(cost_nano) AS cost_before FROM calls
    WHERE ts < fromUnixTimestamp64Micro({start:Int64}, 'UTC') AND who IS NOT NULL GROUP BY who),
wins AS (
    SELECT if({unit:String} = 'key', CAST(key_id AS Nullable(String)), session_id) AS who, max(ts) AS won_at
    FROM mine WHERE kind = 'client' AND toString(name) = {event:String} GROUP BY who),
seen AS (
    SELECT who, min(arm) AS variant, count(DISTINCT arm) AS arms, min(ts) AS first_at, count(*) AS n_calls,
        sum(cost_nano) AS s_cost, sum(failed) AS s_failed, sum(duration_ms) AS s_duration, ifNull(sum(first_ms), 0) AS s_first,
        count(first_ms) AS n_first, sum(tokens) AS s_tokens, sum(hit) AS n_hits
    FROM calls WHERE who IS NOT NULL AND arm IS NOT NULL GROUP BY who),
measured AS (
    SELECT seen.who AS who, seen.variant AS variant,
        multiIf({metric:String} IN ('cost_per_call', 'cost_per_unit'), toFloat64(s_cost), {metric:String} = 'error_rate', toFloat64(s_failed),
            {metric:String} = 'duration_ms', toFloat64(s_duration), {metric:String} = 'first_token_ms', toFloat64(s_first),
            {metric:String} = 'tokens_per_call', toFloat64(s_tokens), {metric:String} = 'cache_hit_rate', toFloat64(n_hits),
            {metric:String} IN ('conversion', 'complaint'), toFloat64(won_at >= first_at), s_duration / n_calls) AS y,
        multiIf({metric:String} = 'cost_per_unit', toFloat64(ifNull(cost_before, 0)), {metric:String} IN ('conversion', 'complaint'), 0.0,
            {metric:String} = 'first_token_ms', toFloat64(n_first), toFloat64(n_calls)) AS x
    FROM seen LEFT JOIN before ON seen.who = before.who LEFT JOIN wins ON seen.who = wins.who
    WHERE arms = 1)
