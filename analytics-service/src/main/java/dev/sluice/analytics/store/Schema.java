package dev.sluice.analytics.store;

import java.util.List;

/** The tables. Times are UTC, money is nano-USD; a new column goes last, here and in {@link EventColumns}. */
final class Schema {

    static final List<String> TABLES =
            List.of("""
            CREATE TABLE IF NOT EXISTS events (
                event_id UUID PRIMARY KEY,
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
            """, """
            CREATE TABLE IF NOT EXISTS ingest_offsets (
                topic VARCHAR NOT NULL,
                part INTEGER NOT NULL,
                next_offset BIGINT NOT NULL,
                PRIMARY KEY (topic, part))
            """, """
            CREATE TABLE IF NOT EXISTS ingest_rejects (
                rejected_at TIMESTAMP NOT NULL,
                topic VARCHAR NOT NULL,
                part INTEGER NOT NULL,
                off BIGINT NOT NULL,
                reason VARCHAR NOT NULL,
                size INTEGER NOT NULL,
                sha256 VARCHAR NOT NULL)
            """, "CREATE TEMP TABLE IF NOT EXISTS incoming AS FROM events LIMIT 0");

    static final String CLEAR_INCOMING = "DELETE FROM incoming";

    static final String KEEP_NEW = "INSERT INTO events SELECT * FROM incoming ON CONFLICT DO NOTHING";

    static final String MOVE_OFFSET = """
            INSERT INTO ingest_offsets (topic, part, next_offset) VALUES (?, ?, ?)
            ON CONFLICT (topic, part) DO UPDATE SET next_offset = excluded.next_offset
            """;

    static final String OFFSETS = "SELECT topic, part, next_offset FROM ingest_offsets";

    static final String COUNTS =
            "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM ingest_rejects) AS rejects";

    private Schema() {}
}
