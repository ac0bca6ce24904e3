-- A tenant's events of a period, for a file.
SELECT * FROM events FINAL
WHERE tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
    AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
ORDER BY ts, event_id
