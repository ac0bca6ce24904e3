package dev.sluice.analytics.report;

/**
 * The named queries. Each begins with tenant, from and to as parameters: there is no query without them.
 *
 * <p>Money and tokens are summed over calls (completions and embeddings) only: the gateway, which reaches the providers
 * and knows the prices, tells them once there. Events of the other services describe the same calls again. What the
 * optimiser saved is told in its own events.
 *
 * <p>What the gateway asked beside a request, for comparison, is of kind shadow here: it costs money and tokens, but no
 * user waited for it, so that it is no request, no failure and no latency.
 */
final class Sql {

    private static final String MINE = """
            WITH mine AS (
                SELECT * REPLACE (CASE WHEN starts_with(route, 'shadow:') THEN 'shadow' ELSE kind END AS kind)
                FROM events
                WHERE tenant = ? AND ts >= make_timestamp(?) AND ts < make_timestamp(?))
            """;

    private static final String CALL = "kind IN ('completion', 'embedding', 'shadow')";

    private static final String SAVED_TOKENS = "sum(CASE WHEN " + CALL + " THEN cache_saved_tokens"
            + " WHEN kind = 'optimize' THEN opt_tokens_before - opt_tokens_after END)";

    /** One row: the totals of an overview. */
    static final String TOTALS = MINE + """
            SELECT
                count(*) FILTER (kind = 'completion'),
                count(*) FILTER (kind = 'completion' AND (status >= 400 OR error IS NOT NULL)),
                count(*) FILTER (kind = 'completion' AND cache_outcome = 'HIT'),
                count(*) FILTER (kind = 'completion' AND cache_outcome = 'SEMANTIC'),
                coalesce(sum(input_tokens) FILTER (%1$s), 0),
                coalesce(sum(output_tokens) FILTER (%1$s), 0),
                coalesce(sum(cost_nano) FILTER (%1$s), 0),
                coalesce(sum(saved_nano) FILTER (%1$s), 0),
                coalesce(%2$s, 0),
                coalesce(quantile_cont(duration_us, 0.50) FILTER (kind = 'completion'), 0) / 1000.0,
                coalesce(quantile_cont(duration_us, 0.95) FILTER (kind = 'completion'), 0) / 1000.0,
                count(*) FILTER (kind = 'task'),
                count(*) FILTER (kind = 'task' AND task_state <> 'succeeded')
            FROM mine
            """.formatted(CALL, SAVED_TOKENS);

    /** A row for each model called, most requests first. */
    static final String MODELS = MINE + """
            SELECT coalesce(model_used, model, 'none') AS name, count(*) AS requests,
                coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), sum(cost_nano)
            FROM mine WHERE %s
            GROUP BY name ORDER BY requests DESC, name LIMIT 50
            """.formatted(CALL);

    /** A row for each bucket with events; the bucket's width in microseconds is the fourth and fifth parameter. */
    static final String SERIES = MINE + """
            SELECT epoch_us(ts) // ? * ? AS bucket,
                count(*) FILTER (kind = 'completion'),
                count(*) FILTER (kind = 'completion' AND cache_outcome = 'HIT'),
                count(*) FILTER (kind = 'completion' AND cache_outcome = 'SEMANTIC'),
                coalesce(sum(cost_nano) FILTER (%1$s), 0),
                coalesce(sum(saved_nano) FILTER (%1$s), 0),
                count(*) FILTER (kind = 'task')
            FROM mine GROUP BY bucket ORDER BY bucket
            """.formatted(CALL);

    /** The last calls; the number of rows is the fourth parameter. */
    static final String REQUESTS = MINE + """
            SELECT coalesce(request_id, CAST(event_id AS VARCHAR)), epoch_us(ts), kind, coalesce(model_used, model),
                provider, cache_outcome, status, coalesce(input_tokens, 0), coalesce(output_tokens, 0), cost_nano,
                saved_nano, duration_us / 1000.0, first_token_us / 1000.0, error
            FROM mine WHERE %s
            ORDER BY ts DESC, event_id DESC LIMIT ?
            """.formatted(CALL);

    /** A row for each lane and final state of tasks. */
    static final String TASKS = MINE + """
            SELECT coalesce(task_lane, 'none') AS lane, coalesce(task_state, 'none') AS state, count(*),
                coalesce(quantile_cont(task_queued_ms, 0.5), 0), coalesce(quantile_cont(task_run_ms, 0.5), 0)
            FROM mine WHERE kind = 'task'
            GROUP BY lane, state ORDER BY lane, state LIMIT 100
            """;

    private static final String COSTS = MINE + """
            SELECT coalesce(%2$s, 'none') AS name, count(*), coalesce(sum(input_tokens), 0),
                coalesce(sum(output_tokens), 0), sum(cost_nano) AS cost, sum(saved_nano)
            FROM mine WHERE %1$s
            GROUP BY name ORDER BY cost DESC, name LIMIT 100
            """;

    private Sql() {}

    /** A row for each value of a dimension, dearest first. */
    static String costs(Dimension dimension) {
        return COSTS.formatted(CALL, dimension.column());
    }
}
