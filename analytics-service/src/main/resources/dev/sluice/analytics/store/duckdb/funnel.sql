-- How many users took each step, each strictly later than the one before and all within the window from the first. A step's
-- latest possible beginning is carried from step to step, so that a second start counts as the first does.
WITH e AS MATERIALIZED (
    SELECT coalesce(user_id, session_id) AS uid, ts, name
    FROM events
    WHERE tenant = :tenant AND ts >= make_timestamp(:from) AND ts < make_timestamp(:to)
        AND name IN (:step1, :step2, :step3, :step4, :step5, :step6, :step7, :step8)
        AND coalesce(user_id, session_id) IS NOT NULL),
c1 AS MATERIALIZED (SELECT uid, ts, ts AS began FROM e WHERE name = :step1),
c2 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c1.began AS began
    FROM (SELECT * FROM e WHERE name = :step2) AS e ASOF JOIN c1 ON e.uid = c1.uid AND e.ts > c1.ts
    WHERE epoch_us(e.ts) <= epoch_us(c1.began) + :window),
c3 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c2.began AS began
    FROM (SELECT * FROM e WHERE name = :step3) AS e ASOF JOIN c2 ON e.uid = c2.uid AND e.ts > c2.ts
    WHERE epoch_us(e.ts) <= epoch_us(c2.began) + :window),
c4 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c3.began AS began
    FROM (SELECT * FROM e WHERE name = :step4) AS e ASOF JOIN c3 ON e.uid = c3.uid AND e.ts > c3.ts
    WHERE epoch_us(e.ts) <= epoch_us(c3.began) + :window),
c5 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c4.began AS began
    FROM (SELECT * FROM e WHERE name = :step5) AS e ASOF JOIN c4 ON e.uid = c4.uid AND e.ts > c4.ts
    WHERE epoch_us(e.ts) <= epoch_us(c4.began) + :window),
c6 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c5.began AS began
    FROM (SELECT * FROM e WHERE name = :step6) AS e ASOF JOIN c5 ON e.uid = c5.uid AND e.ts > c5.ts
    WHERE epoch_us(e.ts) <= epoch_us(c5.began) + :window),
c7 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c6.began AS began
    FROM (SELECT * FROM e WHERE name = :step7) AS e ASOF JOIN c6 ON e.uid = c6.uid AND e.ts > c6.ts
    WHERE epoch_us(e.ts) <= epoch_us(c6.began) + :window),
c8 AS MATERIALIZED (
    SELECT e.uid AS uid, e.ts AS ts, c7.began AS began
    FROM (SELECT * FROM e WHERE name = :step8) AS e ASOF JOIN c7 ON e.uid = c7.uid AND e.ts > c7.ts
    WHERE epoch_us(e.ts) <= epoch_us(c7.began) + :window)
SELECT 1 AS step, count(DISTINCT uid) AS users FROM c1
UNION ALL
SELECT 2 AS step, count(DISTINCT uid) AS users FROM c2
UNION ALL
SELECT 3 AS step, count(DISTINCT uid) AS users FROM c3
UNION ALL
SELECT 4 AS step, count(DISTINCT uid) AS users FROM c4
UNION ALL
SELECT 5 AS step, count(DISTINCT uid) AS users FROM c5
UNION ALL
SELECT 6 AS step, count(DISTINCT uid) AS users FROM c6
UNION ALL
SELECT 7 AS step, count(DISTINCT uid) AS users FROM c7
UNION ALL
SELECT 8 AS step, count(DISTINCT uid) AS users FROM c8
ORDER BY step
