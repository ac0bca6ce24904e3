-- How many users took each step, each strictly later than the one before and all within the window from the first.
SELECT step, countIf(level >= step) AS users
FROM (
    SELECT coalesce(user_id, session_id) AS uid,
        windowFunnel({window:UInt64}, 'strict_increase')(
            toUInt64(toUnixTimestamp64Micro(ts)), name = {step1:String}, name = {step2:String}, name = {step3:String}, name = {step4:String}, 
            name = {step5:String}, name = {step6:String}, name = {step7:String}, name = {step8:String}) AS level
    FROM events FINAL
    WHERE tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
        AND name IN ({step1:String}, {step2:String}, {step3:String}, {step4:String}, {step5:String},
            {step6:String}, {step7:String}, {step8:String}) AND coalesce(user_id, session_id) IS NOT NULL
    GROUP BY uid) AS levels
ARRAY JOIN range(1, 9) AS step
GROUP BY step ORDER BY step
