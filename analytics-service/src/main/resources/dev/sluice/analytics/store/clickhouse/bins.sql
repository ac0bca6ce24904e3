-- Histograms of how long completions took: a bin holds what is above gamma^(bin-1) and not above gamma^bin microseconds.
--include mine
SELECT measure, toInt32(ceil(log(greatest(us, 1)) / 0.04000533461369913)) AS bin, count() AS n
FROM (
    SELECT 'duration' AS measure, duration_us AS us FROM mine WHERE kind = 'completion' AND duration_us IS NOT NULL
    UNION ALL
    SELECT 'first_token' AS measure, first_token_us AS us FROM mine
    WHERE kind = 'completion' AND first_token_us IS NOT NULL)
GROUP BY measure, bin ORDER BY measure, bin
