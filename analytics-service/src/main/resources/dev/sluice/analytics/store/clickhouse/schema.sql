-- The tables of a ClickHouse database, as the DuckDB file has them; statements end with a line that holds a semicolon only.
-- An id that was stored before has the same sorting key: merges and FINAL keep one row of it.
CREATE TABLE IF NOT EXISTS events (
    event_id UUID,
    ts DateTime64(6, 'UTC'),
    ingested_at DateTime64(6, 'UTC'),
    tenant LowCardinality(String),
    project LowCardinality(Nullable(String)),
    source LowCardinality(String),
    kind LowCardinality(String),
    request_id Nullable(String),
    key_id LowCardinality(Nullable(String)),
    session_id Nullable(String),
    trace_id Nullable(String),
    route LowCardinality(Nullable(String)),
    provider LowCardinality(Nullable(String)),
    model LowCardinality(Nullable(String)),
    model_used LowCardinality(Nullable(String)),
    stream Nullable(Bool),
    status Nullable(Int32),
    error LowCardinality(Nullable(String)),
    attempts Nullable(Int32),
    duration_us Nullable(Int64),
    first_token_us Nullable(Int64),
    overhead_us Nullable(Int64),
    input_tokens Nullable(Int64),
    output_tokens Nullable(Int64),
    cached_input_tokens Nullable(Int64),
    reasoning_tokens Nullable(Int64),
    usage_estimated Nullable(Bool),
    cost_nano Int64,
    saved_nano Int64,
    price_version LowCardinality(String),
    cache_outcome LowCardinality(Nullable(String)),
    cache_layer LowCardinality(Nullable(String)),
    cache_similarity Nullable(Float64),
    cache_saved_tokens Nullable(Int64),
    task_id Nullable(String),
    task_type LowCardinality(Nullable(String)),
    task_lane LowCardinality(Nullable(String)),
    task_state LowCardinality(Nullable(String)),
    task_attempt Nullable(Int32),
    task_queued_ms Nullable(Int64),
    task_run_ms Nullable(Int64),
    task_made_by LowCardinality(Nullable(String)),
    opt_tokens_before Nullable(Int64),
    opt_tokens_after Nullable(Int64),
    opt_techniques Nullable(String),
    props Nullable(String),
    user_id Nullable(String),
    name LowCardinality(String),
    list_nano Nullable(Int64),
    asked_nano Nullable(Int64))
ENGINE = ReplacingMergeTree(ingested_at)
PARTITION BY toYYYYMM(ts)
ORDER BY (tenant, toStartOfHour(ts), name, event_id)
SETTINGS non_replicated_deduplication_window = 1000
;
CREATE TABLE IF NOT EXISTS ingest_offsets (
    topic String,
    part Int32,
    next_offset Int64)
ENGINE = ReplacingMergeTree(next_offset)
ORDER BY (topic, part)
;
CREATE TABLE IF NOT EXISTS ingest_rejects (
    rejected_at DateTime64(6, 'UTC'),
    topic String,
    part Int32,
    off Int64,
    reason LowCardinality(String),
    size Int32,
    sha256 String)
ENGINE = ReplacingMergeTree(rejected_at)
ORDER BY (topic, part, off)
;
