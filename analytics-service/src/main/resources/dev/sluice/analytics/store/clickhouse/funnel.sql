-- How many users took each step, each strictly later than the one before and all within the window from the first. One pass
-- over a user's events in order carries each step's latest possible beginning; windowFunnel would not count a step that is
-- named twice.
SELECT step, countIf(began[step] > 0) AS users
FROM (
    SELECT coalesce(user_id, session_id) AS uid,
        [{step1:String}, {step2:String}, {step3:String}, {step4:String}, {step5:String},
            {step6:String}, {step7:String}, {step8:String}] AS steps,
        arrayFold(
            (acc, e) -> arrayMap(
                k -> multiIf(
                    e.2 <> steps[k], acc[k],
                    k = 1, e.1,
                    acc[k - 1] > 0 AND e.1 - acc[k - 1] <= {window:Int64}, greatest(acc[k], acc[k - 1]),
                    acc[k]),
                range(1, 9)),
            arraySort(groupArray((toUnixTimestamp64Micro(ts), toString(name)))),
            arrayWithConstant(8, toInt64(0))) AS began
    FROM events FINAL
    WHERE tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
        AND has([{step1:String}, {step2:String}, {step3:String}, {step4:String}, {step5:String},
            {step6:String}, {step7:String}, {step8:String}], toString(name)) AND coalesce(user_id, session_id) IS NOT NULL
    GROUP BY uid) AS users
ARRAY JOIN range(1, 9) AS step
GROUP BY step ORDER BY step
