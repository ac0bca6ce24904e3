-- Of the users first seen in a stretch of days (a cohort), how many were seen again in each later stretch.
WITH days AS (
    SELECT DISTINCT uid, day FROM (
        SELECT uid, toUnixTimestamp64Micro(user_days.day) AS day FROM user_days
        WHERE tenant = {tenant:String} AND user_days.day < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
        UNION ALL
        SELECT assumeNotNull(coalesce(user_id, session_id)) AS uid,
            intDiv(toUnixTimestamp64Micro(ts), 86400000000) * 86400000000 AS day
        FROM events FINAL
        WHERE tenant = {tenant:String} AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
            AND coalesce(user_id, session_id) IS NOT NULL
            AND toStartOfHour(ts) IN (SELECT toStartOfHour(hour) FROM rollup_marks FINAL WHERE dirty = 1)) AS seen_days),
seen AS (
    SELECT uid, intDiv(day, {width:Int64}) AS stretch, intDiv(min(day) OVER (PARTITION BY uid), {width:Int64}) AS cohort
    FROM days)
SELECT cohort * {width:Int64} AS at_us, stretch - cohort AS age, count(DISTINCT uid) AS users
FROM seen WHERE cohort >= intDiv({from:Int64}, {width:Int64})
GROUP BY cohort, stretch ORDER BY cohort, stretch
