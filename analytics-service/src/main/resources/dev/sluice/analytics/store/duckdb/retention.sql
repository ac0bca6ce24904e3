-- Of the users first seen in a stretch of days (a cohort), how many were seen again in each later stretch.
WITH dirty AS (SELECT hour FROM rollup_dirty),
days AS (
    SELECT uid, day FROM user_days WHERE tenant = :tenant AND day < make_timestamp(:to)
    UNION
    SELECT coalesce(user_id, session_id) AS uid, date_trunc('day', ts) AS day FROM events
    WHERE tenant = :tenant AND date_trunc('hour', ts) IN (FROM dirty) AND coalesce(user_id, session_id) IS NOT NULL
        AND ts < make_timestamp(:to)),
seen AS (
    SELECT uid, epoch_us(day) // :width AS stretch, epoch_us(min(day) OVER (PARTITION BY uid)) // :width AS cohort FROM days)
SELECT cohort * :width AS at_us, stretch - cohort AS age, count(DISTINCT uid) AS users
FROM seen WHERE cohort >= :from // :width
GROUP BY cohort, stretch ORDER BY cohort, stretch
