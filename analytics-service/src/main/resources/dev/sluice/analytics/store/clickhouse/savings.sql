-- One row for each cause: what was spent, what it would have cost without that cause, and the difference.
-- A hit would have cost its whole price; an optimised prompt the tokens that were left out; a routed call what the model
-- that was asked for costs for the same tokens.
--include mine
SELECT cause, count(*) AS calls, sum(cost_nano) AS cost, sum(saved) AS saved
FROM (
    SELECT CASE cache_outcome WHEN 'HIT' THEN 'cache_exact' WHEN 'SEMANTIC' THEN 'cache_semantic' ELSE 'cache_joined' END
            AS cause, cost_nano, saved_nano AS saved
    FROM mine WHERE kind IN ('completion', 'embedding') AND cache_outcome IN ('HIT', 'SEMANTIC', 'JOINED')
    UNION ALL
    SELECT 'optimizer' AS cause, cost_nano, saved_nano AS saved
    FROM mine WHERE kind IN ('completion', 'embedding')
        AND coalesce(cache_outcome, 'none') NOT IN ('HIT', 'SEMANTIC', 'JOINED') AND saved_nano <> 0
    UNION ALL
    SELECT 'routing' AS cause, cost_nano, asked_nano - cost_nano AS saved
    FROM mine WHERE kind IN ('completion', 'embedding') AND asked_nano IS NOT NULL AND asked_nano <> cost_nano
) AS causes
GROUP BY cause ORDER BY cause
