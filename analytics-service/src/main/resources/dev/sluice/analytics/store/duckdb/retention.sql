-- Of the users first seen in a stretch of days (a cohort), how many were seen again in each later stretch.
WITH dirty AS (SELECT hour FROM rollup_dirty),
days AS (
    SELECT uid, epoch_us(day) // :width AS stretch FROM user_days WHERE tenant = :tenant AND day < make_timestamp(:to)
    UNION ALL
    SELECT coalesce(user_id, session_id) AS uid, epoch_us(date_trunc('day', ts)) // :width AS stretch FROM events
    WHERE tenant = :tenant AND ts >= (SELECT min(hour) FROM dirty) AND date_trunc('hour', ts) IN (FROM dirty)
        AND coalesce(user_id, session_id) IS NOT NULL AND ts < make_timestamp(:to)),
seen AS (SELECT min(stretch) AS cohort, list_distinct(list(stretch)) AS stretches FROM days GROUP BY uid)
SELECT cohort * :width AS at_us, stretch - cohort AS age, count(*) AS users
FROM (SELECT cohort, unnest(stretches) AS stretch FROM seen WHERE cohort >= :from // :width)
GROUP BY cohort, stretch ORDER BY cohort, stretch
