-- A completion's time as the bins it falls into, one for each measure it has.
    SELECT ts, tenant, took.1 AS measure, toInt32(ceil(log(greatest(assumeNotNull(took.2), 1)) / 0.04000533461369913)) AS bin,
        toInt64(1) AS n
    FROM events FINAL
    ARRAY JOIN [('duration', duration_us), ('first_token', first_token_us)] AS took
    WHERE kind = 'completion' AND NOT startsWith(ifNull(route, ''), 'shadow:') AND took.2 IS NOT NULL
