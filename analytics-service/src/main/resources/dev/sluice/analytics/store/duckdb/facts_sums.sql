-- A tenant's facts of a period: whole hours from sums by minute or hour, the hours that have newer events and the ends of
-- the period from the events themselves.
WITH dirty AS (
    SELECT hour FROM rollup_dirty WHERE hour >= make_timestamp(:whole_from) AND hour < make_timestamp(:whole_to)),
facts AS (
    SELECT bucket, tenant, kind, model, provider, cache, n, failed, input_tokens, output_tokens, cost_nano, saved_nano,
        saved_tokens
    FROM ROLLUP
    WHERE tenant = :tenant AND bucket >= make_timestamp(:whole_from) AND bucket < make_timestamp(:whole_to)
        AND date_trunc('hour', bucket) NOT IN (FROM dirty)
    UNION ALL
    --include fact
    WHERE tenant = :tenant AND ts >= make_timestamp(:from) AND ts < make_timestamp(:whole_from)
    UNION ALL
    --include fact
    WHERE tenant = :tenant AND ts >= make_timestamp(:whole_to) AND ts < make_timestamp(:to)
    UNION ALL
    --include fact
    WHERE tenant = :tenant AND ts >= make_timestamp(:dirty_from) AND ts < make_timestamp(:dirty_to)
        AND date_trunc('hour', ts) IN (FROM dirty))
