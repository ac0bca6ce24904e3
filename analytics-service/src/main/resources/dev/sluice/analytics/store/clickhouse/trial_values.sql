-- A measure's value of each unit; of very many units a part that does not depend on the variant.
--include trial
SELECT variant, y FROM measured ORDER BY cityHash64(who), who LIMIT 200000
