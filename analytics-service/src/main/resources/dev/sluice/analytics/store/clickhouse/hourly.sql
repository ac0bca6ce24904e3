-- A row for each hour with calls: what anomalies are looked for in.
--include facts
SELECT intDiv(toUnixTimestamp64Micro(bucket), 3600000000) * 3600000000 AS at_us, sum(n) AS requests, coalesce(sum(n) FILTER (WHERE failed = 1), 0) AS errors, sum(cost_nano) AS cost,
    sum(input_tokens) + sum(output_tokens) AS tokens
FROM facts WHERE kind IN ('completion', 'embedding', 'shadow')
GROUP BY at_us ORDER BY at_us
