-- A tenant's facts of a period, from the events themselves.
WITH facts AS (
    --include fact
    WHERE events.tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
        AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC'))
