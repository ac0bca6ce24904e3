-- Whole hours of the period that have newer events than their sums.
SELECT toStartOfHour(hour) FROM rollup_marks FINAL
WHERE dirty = 1 AND hour >= fromUnixTimestamp64Micro({whole_from:Int64}, 'UTC')
    AND hour < fromUnixTimestamp64Micro({whole_to:Int64}, 'UTC')
