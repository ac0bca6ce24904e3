-- Marks hours that follow each other, or takes their marks away.
INSERT INTO rollup_marks (hour, dirty, version)
SELECT fromUnixTimestamp64Micro({from:Int64} + toInt64(number) * 3600000000, 'UTC'), toUInt8({dirty:Int64}),
    toUInt64({version:Int64})
FROM numbers(toUInt64({hours:Int64}))
