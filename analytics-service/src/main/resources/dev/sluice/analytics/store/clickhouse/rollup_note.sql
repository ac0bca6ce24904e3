-- Marks an hour, or takes its mark away.
INSERT INTO rollup_marks (hour, dirty, version)
SELECT fromUnixTimestamp64Micro({hour:Int64}, 'UTC'), toUInt8({dirty:Int64}), toUInt64({version:Int64})
