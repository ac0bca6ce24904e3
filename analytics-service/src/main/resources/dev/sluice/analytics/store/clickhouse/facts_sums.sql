-- A tenant's facts of a period: whole hours from sums by minute or hour, the hours that have newer events and the ends of
-- the period from the events themselves.
WITH facts AS (
    SELECT bucket, toString(kind) AS kind, toString(model) AS model, toString(provider) AS provider, toString(cache) AS cache, n,
        failed, input_tokens, output_tokens, cost_nano, saved_nano, saved_tokens
    FROM ROLLUP FINAL
    WHERE tenant = {tenant:String} AND bucket >= fromUnixTimestamp64Micro({whole_from:Int64}, 'UTC')
        AND bucket < fromUnixTimestamp64Micro({whole_to:Int64}, 'UTC')
        AND toStartOfHour(bucket) NOT IN (
            --include marked
        )
    UNION ALL
    SELECT bucket, kind, model, provider, cache, n, failed, input_tokens, output_tokens, cost_nano, saved_nano, saved_tokens
    FROM (
        --include fact
        WHERE events.tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
            AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
            AND (ts < fromUnixTimestamp64Micro({whole_from:Int64}, 'UTC')
                OR ts >= fromUnixTimestamp64Micro({whole_to:Int64}, 'UTC')
                OR toStartOfHour(ts) IN (
                    --include marked
                ))))
