-- Calls that failed, by cause, most first.
--include mine
SELECT coalesce(error, concat('status_', CAST(status AS VARCHAR))) AS cause, coalesce(status, 0) AS code,
    coalesce(provider, 'none') AS who, coalesce(model_used, model, 'none') AS label, count(*) AS n, epoch_us(max(ts)) AS last_at
FROM mine WHERE kind IN ('completion', 'embedding') AND (status >= 400 OR error IS NOT NULL)
GROUP BY cause, code, who, label ORDER BY n DESC, cause, label, who, code LIMIT 100
