-- A row for each bucket with events; its width is in microseconds.
--include facts
SELECT intDiv(toUnixTimestamp64Micro(bucket), {width:Int64}) * {width:Int64} AS at_us,
    coalesce(sum(n) FILTER (WHERE kind = 'completion'), 0) AS requests,
    coalesce(sum(n) FILTER (WHERE kind = 'completion' AND cache = 'HIT'), 0) AS hits,
    coalesce(sum(n) FILTER (WHERE kind = 'completion' AND cache = 'SEMANTIC'), 0) AS semantic,
    coalesce(sum(cost_nano) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS cost,
    coalesce(sum(saved_nano) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS saved,
    coalesce(sum(n) FILTER (WHERE kind = 'task'), 0) AS tasks
FROM facts GROUP BY at_us ORDER BY at_us
