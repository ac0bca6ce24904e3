-- What a user did, in order: by the pseudonym, and in the sessions in which the pseudonym was seen.
--include mine
SELECT toUnixTimestamp64Micro(ts) AS at_us, kind, name, session_id AS session, request_id AS request,
    coalesce(model_used, model) AS called, cache_outcome AS cache, status, task_id AS task, task_state AS state,
    cost_nano AS cost, duration_us / 1000.0 AS ms, error, props
FROM mine
WHERE user_id = {user:String} OR session_id = {session:String}
    OR session_id IN (SELECT session_id FROM mine WHERE user_id = {user:String} AND session_id IS NOT NULL)
ORDER BY ts, toString(event_id) LIMIT {limit:Int64}
