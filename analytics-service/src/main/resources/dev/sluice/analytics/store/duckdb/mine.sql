-- A tenant's events of a period. What was asked beside a request, for comparison, is of kind shadow: it costs, but no
-- user waited for it.
WITH mine AS (
    SELECT * REPLACE (CASE WHEN starts_with(route, 'shadow:') THEN 'shadow' ELSE kind END AS kind)
    FROM events
    WHERE tenant = :tenant AND ts >= make_timestamp(:from) AND ts < make_timestamp(:to))
