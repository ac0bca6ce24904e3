-- Histograms of how long completions took: a bin holds what is above gamma^(bin-1) and not above gamma^bin microseconds.
WITH dirty AS (
    SELECT hour FROM rollup_dirty WHERE hour >= make_timestamp(:whole_from) AND hour < make_timestamp(:whole_to)),
parts AS (
    SELECT measure, bin, n FROM rollup_latency
    WHERE tenant = :tenant AND bucket >= make_timestamp(:whole_from) AND bucket < make_timestamp(:whole_to)
        AND bucket NOT IN (FROM dirty)
    UNION ALL
    SELECT 'duration' AS measure, CAST(ceil(ln(greatest(duration_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND duration_us IS NOT NULL AND ts >= make_timestamp(:from) AND ts < make_timestamp(:whole_from)
    UNION ALL
    SELECT 'first_token' AS measure, CAST(ceil(ln(greatest(first_token_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND first_token_us IS NOT NULL AND ts >= make_timestamp(:from) AND ts < make_timestamp(:whole_from)
    UNION ALL
    SELECT 'duration' AS measure, CAST(ceil(ln(greatest(duration_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND duration_us IS NOT NULL AND ts >= make_timestamp(:whole_to) AND ts < make_timestamp(:to)
    UNION ALL
    SELECT 'first_token' AS measure, CAST(ceil(ln(greatest(first_token_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND first_token_us IS NOT NULL AND ts >= make_timestamp(:whole_to) AND ts < make_timestamp(:to)
    UNION ALL
    SELECT 'duration' AS measure, CAST(ceil(ln(greatest(duration_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND duration_us IS NOT NULL AND ts >= make_timestamp(:dirty_from) AND ts < make_timestamp(:dirty_to)
        AND date_trunc('hour', ts) IN (FROM dirty)
    UNION ALL
    SELECT 'first_token' AS measure, CAST(ceil(ln(greatest(first_token_us, 1)) / 0.04000533461369913) AS INTEGER) AS bin, 1 AS n
    FROM events WHERE tenant = :tenant AND kind = 'completion' AND NOT starts_with(coalesce(route, ''), 'shadow:')
        AND first_token_us IS NOT NULL AND ts >= make_timestamp(:dirty_from) AND ts < make_timestamp(:dirty_to)
        AND date_trunc('hour', ts) IN (FROM dirty))
SELECT measure, bin, sum(n) AS n FROM parts GROUP BY measure, bin ORDER BY measure, bin
