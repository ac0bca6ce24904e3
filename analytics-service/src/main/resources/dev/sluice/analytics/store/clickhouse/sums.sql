-- The columns of a table of sums, and how its rows replace those of before.
(
    bucket DateTime64(6, 'UTC'),
    tenant LowCardinality(String),
    kind LowCardinality(String),
    model LowCardinality(String),
    provider LowCardinality(String),
    cache LowCardinality(String),
    failed UInt8,
    n Int64,
    input_tokens Int64,
    output_tokens Int64,
    cost_nano Int64,
    saved_nano Int64,
    saved_tokens Int64,
    version UInt64)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
ORDER BY (tenant, bucket, kind, model, provider, cache, failed)
