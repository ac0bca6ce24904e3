-- A row for each model called, most requests first.
--include facts
SELECT model AS label, sum(n) AS requests, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
    sum(cost_nano) AS cost
FROM facts WHERE kind IN ('completion', 'embedding', 'shadow')
GROUP BY model ORDER BY requests DESC, label LIMIT 50
