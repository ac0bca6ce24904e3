-- The units of an experiment: what each did in it, and what it cost in the time before it began. A unit of two variants is
-- left out of what is measured. Measures are a value y and its companion x: the denominator, or what was before.
--include mine
, calls AS (
    SELECT CASE WHEN CAST(:unit AS VARCHAR) = 'key' THEN key_id ELSE session_id END AS who, ts, cost_nano,
        CASE WHEN ts >= make_timestamp(:start) THEN nullif(regexp_extract(props, CAST(:exposure AS VARCHAR), 1), '') END AS arm,
        CASE WHEN status >= 400 OR error IS NOT NULL THEN 1 ELSE 0 END AS failed,
        coalesce(duration_us, 0) / 1000.0 AS duration_ms, first_token_us / 1000.0 AS first_ms,
        coalesce(input_tokens, 0) + coalesce(output_tokens, 0) AS tokens,
        CASE WHEN cache_outcome IN ('HIT', 'SEMANTIC', 'JOINED') THEN 1 ELSE 0 END AS hit
    FROM mine WHERE kind = 'completion'),
before AS (
    SELECT who, sum(cost_nano) AS cost_before FROM calls WHERE ts < make_timestamp(:start) AND who IS NOT NULL GROUP BY who),
wins AS (
    SELECT CASE WHEN CAST(:unit AS VARCHAR) = 'key' THEN key_id ELSE session_id END AS who, max(ts) AS won_at
    FROM mine WHERE kind = 'client' AND name = CAST(:event AS VARCHAR) GROUP BY ALL),
seen AS (
    SELECT who, min(arm) AS variant, count(DISTINCT arm) AS arms, min(ts) AS first_at, count(*) AS n_calls,
        sum(cost_nano) AS s_cost, sum(failed) AS s_failed, sum(duration_ms) AS s_duration, coalesce(sum(first_ms), 0) AS s_first,
        count(first_ms) AS n_first, sum(tokens) AS s_tokens, sum(hit) AS n_hits
    FROM calls WHERE who IS NOT NULL AND arm IS NOT NULL GROUP BY who),
measured AS (
    SELECT seen.who AS who, seen.variant AS variant,
        CAST(CASE CAST(:metric AS VARCHAR)
            WHEN 'cost_per_call' THEN s_cost WHEN 'cost_per_unit' THEN s_cost WHEN 'error_rate' THEN s_failed
            WHEN 'duration_ms' THEN s_duration WHEN 'first_token_ms' THEN s_first WHEN 'tokens_per_call' THEN s_tokens
            WHEN 'cache_hit_rate' THEN n_hits WHEN 'conversion' THEN CASE WHEN won_at >= first_at THEN 1 ELSE 0 END
            WHEN 'complaint' THEN CASE WHEN won_at >= first_at THEN 1 ELSE 0 END
            ELSE s_duration / n_calls END AS DOUBLE) AS y,
        CAST(CASE CAST(:metric AS VARCHAR)
            WHEN 'cost_per_unit' THEN coalesce(cost_before, 0) WHEN 'conversion' THEN 0 WHEN 'complaint' THEN 0 WHEN 'first_token_ms' THEN n_first
            ELSE n_calls END AS DOUBLE) AS x
    FROM seen LEFT JOIN before ON seen.who = before.who LEFT JOIN wins ON seen.who = wins.who
    WHERE arms = 1)
