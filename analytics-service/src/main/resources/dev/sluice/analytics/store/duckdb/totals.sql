-- One row: the totals of an overview. Money and tokens are those of calls: the gateway tells them once there, and events of
-- the other services describe the same calls again.
--include facts
SELECT coalesce(sum(n) FILTER (WHERE kind = 'completion'), 0) AS requests,
    coalesce(sum(n) FILTER (WHERE kind = 'completion' AND failed = 1), 0) AS errors,
    coalesce(sum(n) FILTER (WHERE kind = 'completion' AND cache = 'HIT'), 0) AS hits,
    coalesce(sum(n) FILTER (WHERE kind = 'completion' AND cache = 'SEMANTIC'), 0) AS semantic,
    coalesce(sum(input_tokens) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS input_tokens,
    coalesce(sum(output_tokens) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS output_tokens,
    coalesce(sum(cost_nano) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS cost,
    coalesce(sum(saved_nano) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow')), 0) AS saved,
    coalesce(sum(saved_tokens) FILTER (WHERE kind IN ('completion', 'embedding', 'shadow') OR kind = 'optimize'), 0) AS saved_tokens,
    coalesce(sum(n) FILTER (WHERE kind = 'task'), 0) AS tasks,
    coalesce(sum(n) FILTER (WHERE kind = 'task' AND failed = 1), 0) AS tasks_failed
FROM facts
