-- Histograms of how long completions took: a bin holds what is above gamma^(bin-1) and not above gamma^bin microseconds.
WITH parts AS (
    SELECT toString(measure) AS measure, bin, n FROM rollup_latency FINAL
    WHERE tenant = {tenant:String} AND bucket >= fromUnixTimestamp64Micro({whole_from:Int64}, 'UTC')
        AND bucket < fromUnixTimestamp64Micro({whole_to:Int64}, 'UTC')
        AND toStartOfHour(bucket) NOT IN (
            --include marked
        )
    UNION ALL
    SELECT measure, bin, n FROM (
        --include bin
        AND tenant = {tenant:String} AND ts >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
            AND ts < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
            AND (ts < fromUnixTimestamp64Micro({whole_from:Int64}, 'UTC')
                OR ts >= fromUnixTimestamp64Micro({whole_to:Int64}, 'UTC')
                OR toStartOfHour(ts) IN (
                    --include marked
                ))))
SELECT measure, bin, toInt64(sum(n)) AS n FROM parts GROUP BY measure, bin ORDER BY measure, bin
