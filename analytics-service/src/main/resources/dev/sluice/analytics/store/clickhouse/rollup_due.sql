-- Marked hours that began before a time and whose events are all still there, oldest first.
SELECT toUnixTimestamp64Micro(hour) AS at_us FROM rollup_marks FINAL
WHERE dirty = 1 AND hour <= fromUnixTimestamp64Micro({last:Int64}, 'UTC')
    AND hour >= (SELECT max(since) FROM kept_since WHERE what = 'events')
ORDER BY at_us
