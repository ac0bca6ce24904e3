-- The value of a dimension.
    coalesce(CASE {by:String} WHEN 'model' THEN coalesce(model_used, model) WHEN 'project' THEN project WHEN 'key' THEN key_id
        WHEN 'provider' THEN provider WHEN 'route' THEN route WHEN 'cache' THEN cache_outcome
        WHEN 'template' THEN nullIf(extract(ifNull(props, ''), '"template":"([^"]*)"'), '') END, 'none') AS label
