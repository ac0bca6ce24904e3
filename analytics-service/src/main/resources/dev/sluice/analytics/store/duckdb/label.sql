-- The value of a dimension.
    coalesce(CASE CAST(:by AS VARCHAR) WHEN 'model' THEN coalesce(model_used, model) WHEN 'project' THEN project WHEN 'key' THEN key_id
        WHEN 'provider' THEN provider WHEN 'route' THEN route WHEN 'cache' THEN cache_outcome
        WHEN 'template' THEN nullif(regexp_extract(props, '"template":"([^"]*)"', 1), '') END, 'none') AS label
