-- A tenant's calls of a period, those of given dimensions only: an empty text stands for any value.
--include mine
, calls AS (
    SELECT * FROM mine
    WHERE kind IN ('completion', 'embedding', 'shadow')
        AND ({only_model:String} = '' OR coalesce(model_used, model, 'none') = {only_model:String})
        AND ({only_project:String} = '' OR coalesce(project, 'none') = {only_project:String})
        AND ({only_key:String} = '' OR coalesce(key_id, 'none') = {only_key:String})
        AND ({only_provider:String} = '' OR coalesce(provider, 'none') = {only_provider:String})
        AND ({only_route:String} = '' OR coalesce(route, 'none') = {only_route:String})
        AND ({only_cache:String} = '' OR coalesce(cache_outcome, 'none') = {only_cache:String})
        AND ({only_template:String} = '' OR coalesce(nullIf(extract(ifNull(props, ''), '"template":"([^"]*)"'), ''), 'none') = {only_template:String}))
