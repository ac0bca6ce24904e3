-- A tenant's events of a period. What was asked beside a request, for comparison, is of kind shadow.
WITH mine AS (
    SELECT * REPLACE (if(startsWith(ifNull(route, ''), 'shadow:'), 'shadow', kind) AS kind)
    FROM events FINAL
    WHERE tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC'))
