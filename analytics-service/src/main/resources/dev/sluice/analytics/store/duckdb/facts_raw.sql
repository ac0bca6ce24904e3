-- A tenant's facts of a period, from the events themselves.
WITH facts AS (
    --include fact
    WHERE tenant = :tenant AND ts >= make_timestamp(:from) AND ts < make_timestamp(:to))
