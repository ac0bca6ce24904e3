-- A tenant's calls of a period, those of given dimensions only: an empty text stands for any value.
--include mine
, calls AS (
    SELECT * FROM mine
    WHERE kind IN ('completion', 'embedding', 'shadow')
        AND (CAST(:only_model AS VARCHAR) = '' OR coalesce(model_used, model, 'none') = CAST(:only_model AS VARCHAR))
        AND (CAST(:only_project AS VARCHAR) = '' OR coalesce(project, 'none') = CAST(:only_project AS VARCHAR))
        AND (CAST(:only_key AS VARCHAR) = '' OR coalesce(key_id, 'none') = CAST(:only_key AS VARCHAR))
        AND (CAST(:only_provider AS VARCHAR) = '' OR coalesce(provider, 'none') = CAST(:only_provider AS VARCHAR))
        AND (CAST(:only_route AS VARCHAR) = '' OR coalesce(route, 'none') = CAST(:only_route AS VARCHAR))
        AND (CAST(:only_cache AS VARCHAR) = '' OR coalesce(cache_outcome, 'none') = CAST(:only_cache AS VARCHAR))
        AND (CAST(:only_template AS VARCHAR) = '' OR coalesce(nullif(regexp_extract(props, '"template":"([^"]*)"', 1), ''), 'none') = CAST(:only_template AS VARCHAR)))
