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
ALTER TABLE events ADD COLUMN IF NOT EXISTS audio_input_tokens Nullable(Int64)
;
ALTER TABLE events ADD COLUMN IF NOT EXISTS audio_output_tokens Nullable(Int64)
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
CREATE TABLE IF NOT EXISTS rollup_1m
--include sums
;
CREATE TABLE IF NOT EXISTS rollup_1h
--include sums
;
CREATE TABLE IF NOT EXISTS rollup_latency (
    bucket DateTime64(6, 'UTC'),
    tenant LowCardinality(String),
    measure LowCardinality(String),
    bin Int32,
    n Int64,
    version UInt64)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
ORDER BY (tenant, bucket, measure, bin)
;
CREATE TABLE IF NOT EXISTS user_days (
    tenant LowCardinality(String),
    uid String,
    day DateTime64(6, 'UTC'))
ENGINE = ReplacingMergeTree
ORDER BY (tenant, day, uid)
;
-- Hours with events that are not summed up: dirty is 1.
CREATE TABLE IF NOT EXISTS rollup_marks (
    hour DateTime64(6, 'UTC'),
    dirty UInt8,
    version UInt64)
ENGINE = ReplacingMergeTree(version)
ORDER BY hour
;
CREATE TABLE IF NOT EXISTS kept_since (
    what String,
    since DateTime64(6, 'UTC'))
ENGINE = ReplacingMergeTree(since)
ORDER BY what
;
-- Hours of a database from before there were sums are all marked.
INSERT INTO rollup_marks (hour, dirty, version)
SELECT DISTINCT toStartOfHour(ts), 1, 1 FROM events WHERE (SELECT count() FROM kept_since) = 0
;
INSERT INTO kept_since (what, since)
SELECT what, toDateTime64('1970-01-01 00:00:00', 6, 'UTC')
FROM (SELECT arrayJoin(['events', 'minutes']) AS what) WHERE (SELECT count() FROM kept_since) = 0
;
