-- What the gateway says calls cost, and what their tokens cost by the price table here, by version of the table.
--include mine
SELECT price_version AS version, count(*) AS calls, sum(cost_nano) AS told, coalesce(sum(list_nano), 0) AS computed,
    count(list_nano) AS checked, coalesce(sum(CASE WHEN list_nano <> cost_nano THEN 1 ELSE 0 END), 0) AS differing
FROM mine WHERE kind IN ('completion', 'embedding', 'shadow')
GROUP BY version ORDER BY version
