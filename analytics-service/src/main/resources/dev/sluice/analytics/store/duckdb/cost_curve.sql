-- A row for each bucket with calls and each value of a dimension, oldest first.
--include calls
SELECT epoch_us(ts) // :width * :width AS at_us,
--include label
    , count(*) AS requests, sum(cost_nano) AS cost, sum(saved_nano) AS saved
FROM calls
GROUP BY at_us, label ORDER BY at_us, label LIMIT 50000
