-- A row for each bucket with calls and each value of a dimension, oldest first.
--include calls
SELECT intDiv(toUnixTimestamp64Micro(ts), {width:Int64}) * {width:Int64} AS at_us,
--include label
    , count(*) AS requests, sum(cost_nano) AS cost, sum(saved_nano) AS saved
FROM calls
GROUP BY at_us, label ORDER BY at_us, label LIMIT 50000
