-- A row for each value of a dimension, dearest first.
--include calls
SELECT
--include label
    , count(*) AS requests, coalesce(sum(input_tokens), 0) AS input_tokens,
    coalesce(sum(output_tokens), 0) AS output_tokens, sum(cost_nano) AS cost, sum(saved_nano) AS saved
FROM calls
GROUP BY label ORDER BY cost DESC, label LIMIT 100
