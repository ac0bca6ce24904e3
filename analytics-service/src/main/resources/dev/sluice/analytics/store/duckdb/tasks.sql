-- A row for each lane and final state of tasks.
--include mine
SELECT coalesce(task_lane, 'none') AS lane, coalesce(task_state, 'none') AS state, count(*) AS n,
    coalesce(quantile_cont(task_queued_ms, 0.5), 0) AS queued_p50, coalesce(quantile_cont(task_run_ms, 0.5), 0) AS run_p50,
    coalesce(quantile_cont(task_queued_ms, 0.95), 0) AS queued_p95, coalesce(quantile_cont(task_run_ms, 0.95), 0) AS run_p95
FROM mine WHERE kind = 'task'
GROUP BY lane, state ORDER BY lane, state LIMIT 100
