-- What the cache decided, for each bucket with completions.
--include mine
SELECT intDiv(toUnixTimestamp64Micro(ts), {width:Int64}) * {width:Int64} AS at_us, count(*) AS lookups,
    count(*) FILTER (WHERE cache_outcome = 'HIT') AS hits, count(*) FILTER (WHERE cache_outcome = 'SEMANTIC') AS semantic,
    count(*) FILTER (WHERE cache_outcome = 'JOINED') AS joined, count(*) FILTER (WHERE cache_outcome = 'MISS') AS misses,
    count(*) FILTER (WHERE cache_outcome = 'BYPASS') AS bypassed, avg(cache_similarity) AS similarity
FROM mine WHERE kind = 'completion' AND cache_outcome IS NOT NULL
GROUP BY at_us ORDER BY at_us
