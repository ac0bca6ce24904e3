-- What a user did, in order: by the pseudonym, and in the sessions in which the pseudonym was seen.
--include mine
SELECT epoch_us(ts) AS at_us, kind, name, session_id AS session, request_id AS request, coalesce(model_used, model) AS called,
    cache_outcome AS cache, status, task_id AS task, task_state AS state, cost_nano AS cost, duration_us / 1000.0 AS ms, error,
    props
FROM mine
WHERE user_id = :user OR session_id = :session
    OR session_id IN (SELECT session_id FROM mine WHERE user_id = :user AND session_id IS NOT NULL)
ORDER BY ts, event_id LIMIT :limit
