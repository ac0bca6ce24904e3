package dev.sluice.analytics.store;

import java.util.List;

/**
 * The tables of the DuckDB file. Times are UTC, money is nano-USD; a new column of events goes last, is added by an ALTER
 * so that older files get it too, and is written last by {@link EventColumns}.
 */
final class Schema {

    static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS events (
                event_id UUID NOT NULL,
                ts TIMESTAMP NOT NULL,
                ingested_at TIMESTAMP NOT NULL,
                tenant VARCHAR NOT NULL,
                project VARCHAR,
                source VARCHAR NOT NULL,
                kind VARCHAR NOT NULL,
                request_id VARCHAR,
                key_id VARCHAR,
                session_id VARCHAR,
                trace_id VARCHAR,
                route VARCHAR,
                provider VARCHAR,
                model VARCHAR,
                model_used VARCHAR,
                stream BOOLEAN,
                status INTEGER,
                error VARCHAR,
                attempts INTEGER,
                duration_us BIGINT,
                first_token_us BIGINT,
                overhead_us BIGINT,
                input_tokens BIGINT,
                output_tokens BIGINT,
                cached_input_tokens BIGINT,
                reasoning_tokens BIGINT,
                usage_estimated BOOLEAN,
                cost_nano BIGINT NOT NULL,
                saved_nano BIGINT NOT NULL,
                price_version VARCHAR NOT NULL,
                cache_outcome VARCHAR,
                cache_layer VARCHAR,
                cache_similarity DOUBLE,
                cache_saved_tokens BIGINT,
                task_id VARCHAR,
                task_type VARCHAR,
                task_lane VARCHAR,
                task_state VARCHAR,
                task_attempt INTEGER,
                task_queued_ms BIGINT,
                task_run_ms BIGINT,
                task_made_by VARCHAR,
                opt_tokens_before BIGINT,
                opt_tokens_after BIGINT,
                opt_techniques VARCHAR,
                props VARCHAR)
            """,
            """
            CREATE TABLE IF NOT EXISTS ingest_offsets (
                topic VARCHAR NOT NULL,
                part INTEGER NOT NULL,
                next_offset BIGINT NOT NULL,
                PRIMARY KEY (topic, part))
            """,
            """
            CREATE TABLE IF NOT EXISTS ingest_rejects (
                rejected_at TIMESTAMP NOT NULL,
                topic VARCHAR NOT NULL,
                part INTEGER NOT NULL,
                off BIGINT NOT NULL,
                reason VARCHAR NOT NULL,
                size INTEGER NOT NULL,
                sha256 VARCHAR NOT NULL)
            """,
            "ALTER TABLE events ADD COLUMN IF NOT EXISTS user_id VARCHAR",
            """
            ALTER TABLE events ADD COLUMN IF NOT EXISTS name VARCHAR
            """,
            """
            ALTER TABLE events ADD COLUMN IF NOT EXISTS list_nano BIGINT
            """,
            """
            ALTER TABLE events ADD COLUMN IF NOT EXISTS asked_nano BIGINT
            """,
            """
            ALTER TABLE events ADD COLUMN IF NOT EXISTS audio_input_tokens BIGINT
            """,
            """
            ALTER TABLE events ADD COLUMN IF NOT EXISTS audio_output_tokens BIGINT
            """,
            """
            CREATE TABLE IF NOT EXISTS rollup_dirty (hour TIMESTAMP PRIMARY KEY)
            """,
            sums("rollup_1m"),
            sums("rollup_1h"),
            """
            CREATE TABLE IF NOT EXISTS rollup_latency (
                bucket TIMESTAMP NOT NULL,
                tenant VARCHAR NOT NULL,
                measure VARCHAR NOT NULL,
                bin INTEGER NOT NULL,
                n BIGINT NOT NULL)
            """,
            """
            CREATE TABLE IF NOT EXISTS user_days (
                tenant VARCHAR NOT NULL,
                uid VARCHAR NOT NULL,
                day TIMESTAMP NOT NULL)
            """,
            """
            CREATE TABLE IF NOT EXISTS kept_since (what VARCHAR PRIMARY KEY, since TIMESTAMP NOT NULL)
            """);

    /** What is done when a file is opened: hours of a file from before there were sums are all marked. */
    static final List<String> BEGIN = List.of("""
            INSERT INTO rollup_dirty
            SELECT DISTINCT date_trunc('hour', ts) FROM events WHERE (SELECT count(*) FROM kept_since) = 0
            ON CONFLICT DO NOTHING
            """, """
            INSERT INTO kept_since VALUES ('events', TIMESTAMP '1970-01-01'), ('minutes', TIMESTAMP '1970-01-01')
            ON CONFLICT DO NOTHING
            """);

    static final String MINUTES_SINCE = "SELECT epoch_us(since) FROM kept_since WHERE what = 'minutes'";

    static final String SET_SINCE = "UPDATE kept_since SET since = greatest(since, make_timestamp(?)) WHERE what = ?";

    static final String MARK = """
            INSERT INTO rollup_dirty SELECT make_timestamp(unnest(CAST(? AS BIGINT[]))) ON CONFLICT DO NOTHING
            """;

    static final String DIRTY_BETWEEN = """
            SELECT epoch_us(min(hour)), epoch_us(max(hour)) FROM rollup_dirty
            WHERE hour >= make_timestamp(?) AND hour < make_timestamp(?)
            """;

    /** Not hours whose events were forgotten: their sums would lose what the events said. */
    static final String DIRTY_BEFORE = """
            SELECT epoch_us(hour) AS h FROM rollup_dirty
            WHERE hour <= make_timestamp(?) AND hour >= (SELECT since FROM kept_since WHERE what = 'events') ORDER BY h
            """;

    static final String EVENTS_BY_HOUR = """
            SELECT epoch_us(date_trunc('hour', ts)) AS h, count(*) AS n FROM events
            WHERE ts >= make_timestamp(?) AND ts < make_timestamp(?) GROUP BY h
            """;

    /** Minutes that would be forgotten at once are not made. */
    static final List<String> SUM_UP = List.of(
            "DELETE FROM rollup_1m WHERE bucket >= make_timestamp(:from) AND bucket < make_timestamp(:to)",
            "DELETE FROM rollup_1h WHERE bucket >= make_timestamp(:from) AND bucket < make_timestamp(:to)",
            "DELETE FROM rollup_latency WHERE bucket >= make_timestamp(:from) AND bucket < make_timestamp(:to)",
            sum("rollup_1m", "minute", " AND ts >= (SELECT since FROM kept_since WHERE what = 'minutes')"),
            sum("rollup_1h", "hour", ""),
            bins("duration"),
            bins("first_token"),
            """
            INSERT INTO user_days
            SELECT DISTINCT tenant, coalesce(user_id, session_id) AS uid, date_trunc('day', ts) AS day FROM events
            WHERE ts >= make_timestamp(:from) AND ts < make_timestamp(:to) AND coalesce(user_id, session_id) IS NOT NULL
            EXCEPT
            SELECT tenant, uid, day FROM user_days
            WHERE day >= date_trunc('day', make_timestamp(:from)) AND day < make_timestamp(:to)
            """,
            "DELETE FROM rollup_dirty WHERE hour >= make_timestamp(:from) AND hour < make_timestamp(:to)");

    static final String EXPORT = """
            COPY (SELECT * FROM events WHERE tenant = ? AND ts >= make_timestamp(?) AND ts < make_timestamp(?)
                ORDER BY ts, event_id) TO '%s' (FORMAT parquet, COMPRESSION zstd)
            """;

    /** The range of ids is said besides, as blocks are left out by it. */
    static final String KNOWN = """
            SELECT event_id FROM events JOIN (SELECT unnest(CAST(? AS UUID[])) AS id) AS asked ON event_id = id
            WHERE ts >= make_timestamp(?) AND ts <= make_timestamp(?)
                AND event_id >= CAST(? AS UUID) AND event_id <= CAST(? AS UUID)
            """;

    static final String MOVE_OFFSET = """
            INSERT INTO ingest_offsets (topic, part, next_offset) VALUES (?, ?, ?)
            ON CONFLICT (topic, part) DO UPDATE SET next_offset = excluded.next_offset
            """;

    static final String OFFSETS = "SELECT topic, part, next_offset FROM ingest_offsets";

    static final String COUNTS =
            "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM ingest_rejects) AS rejects";

    private Schema() {}

    private static String sums(String table) {
        return """
                CREATE TABLE IF NOT EXISTS %s (
                    bucket TIMESTAMP NOT NULL,
                    tenant VARCHAR NOT NULL,
                    kind VARCHAR NOT NULL,
                    model VARCHAR NOT NULL,
                    provider VARCHAR NOT NULL,
                    cache VARCHAR NOT NULL,
                    failed INTEGER NOT NULL,
                    n BIGINT NOT NULL,
                    input_tokens BIGINT NOT NULL,
                    output_tokens BIGINT NOT NULL,
                    cost_nano BIGINT NOT NULL,
                    saved_nano BIGINT NOT NULL,
                    saved_tokens BIGINT NOT NULL)
                """.formatted(table);
    }

    private static String sum(String table, String width, String andOnly) {
        return """
                INSERT INTO %s BY NAME
                SELECT date_trunc('%s', bucket) AS bucket, tenant, kind, model, provider, cache, failed, sum(n) AS n,
                    sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cost_nano) AS cost_nano,
                    sum(saved_nano) AS saved_nano, sum(saved_tokens) AS saved_tokens
                FROM (%s WHERE ts >= make_timestamp(:from) AND ts < make_timestamp(:to)%s) AS facts
                GROUP BY ALL
                """.formatted(table, width, new QueryTexts("duckdb").fragment("fact"), andOnly);
    }

    private static String bins(String measure) {
        return """
                INSERT INTO rollup_latency BY NAME
                SELECT date_trunc('hour', ts) AS bucket, tenant, '%1$s' AS measure,
                    CAST(ceil(ln(greatest(%1$s_us, 1)) / %2$s) AS INTEGER) AS bin, count(*) AS n
                FROM events
                WHERE ts >= make_timestamp(:from) AND ts < make_timestamp(:to) AND kind = 'completion'
                    AND NOT starts_with(coalesce(route, ''), 'shadow:') AND %1$s_us IS NOT NULL
                GROUP BY ALL
                """.formatted(measure, Histogram.LN_GAMMA);
    }
}
