-- Sums up whole hours of all tenants, by the minute those whose minutes are kept; statements end with a line that holds a semicolon only.
INSERT INTO rollup_1m (bucket, tenant, kind, model, provider, cache, failed, n, input_tokens, output_tokens, cost_nano,
    saved_nano, saved_tokens, version)
SELECT toStartOfMinute(bucket) AS minute, tenant, kind, model, provider, cache, failed, sum(n), sum(input_tokens),
    sum(output_tokens), sum(cost_nano), sum(saved_nano), sum(saved_tokens), toUInt64({version:Int64})
FROM (
    --include fact
    WHERE ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
        AND ts >= (SELECT max(since) FROM kept_since WHERE what = 'minutes'))
GROUP BY minute, tenant, kind, model, provider, cache, failed
;
INSERT INTO rollup_1h (bucket, tenant, kind, model, provider, cache, failed, n, input_tokens, output_tokens, cost_nano,
    saved_nano, saved_tokens, version)
SELECT toStartOfHour(bucket) AS hour, tenant, kind, model, provider, cache, failed, sum(n), sum(input_tokens),
    sum(output_tokens), sum(cost_nano), sum(saved_nano), sum(saved_tokens), toUInt64({version:Int64})
FROM (
    --include fact
    WHERE ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC'))
GROUP BY hour, tenant, kind, model, provider, cache, failed
;
INSERT INTO rollup_latency (bucket, tenant, measure, bin, n, version)
SELECT toStartOfHour(ts) AS hour, tenant, measure, bin, sum(n), toUInt64({version:Int64})
FROM (
    --include bin
    AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC'))
GROUP BY hour, tenant, measure, bin
;
INSERT INTO user_days (tenant, uid, day)
SELECT DISTINCT tenant, assumeNotNull(coalesce(user_id, session_id)) AS uid, toDateTime64(toStartOfDay(ts), 6, 'UTC') AS day
FROM events FINAL
WHERE ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
    AND coalesce(user_id, session_id) IS NOT NULL
