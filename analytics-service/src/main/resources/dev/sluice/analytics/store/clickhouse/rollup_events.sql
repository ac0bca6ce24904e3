-- How many events each hour of a period has.
SELECT toUnixTimestamp64Micro(toDateTime64(toStartOfHour(ts), 6, 'UTC')) AS at_us, toInt64(count()) AS n FROM events
WHERE ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
GROUP BY at_us
