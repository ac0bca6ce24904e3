-- A row for each tenant, dearest first: what only operators are told.
SELECT tenant AS label, count(*) FILTER (WHERE NOT starts_with(coalesce(route, ''), 'shadow:')) AS requests,
    coalesce(sum(input_tokens), 0) AS input_tokens, coalesce(sum(output_tokens), 0) AS output_tokens,
    sum(cost_nano) AS cost, sum(saved_nano) AS saved
FROM events
WHERE kind IN ('completion', 'embedding') AND ts >= make_timestamp(:from) AND ts < make_timestamp(:to)
GROUP BY label ORDER BY cost DESC, label LIMIT 1000
