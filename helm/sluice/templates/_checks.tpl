{{/*
Combinations that cannot work are refused here, all at once, each with a sentence that tells the way out. What one value
alone may be is the business of values.schema.json.
*/}}
{{- define "sluice.checks" -}}
{{- $problems := list -}}
{{- $values := .Values -}}
{{- $redis := include "sluice.redis" . -}}

{{- if not $values.kafka.bootstrap -}}
{{- $problems = append $problems "kafka.bootstrap is empty: Sluice needs a Kafka cluster. Name its brokers, for example kafka.bootstrap=my-cluster-kafka-bootstrap.kafka:9092 for a Strimzi cluster called my-cluster in the namespace kafka." -}}
{{- end -}}
{{- if $values.redis.url | contains "@" -}}
{{- $problems = append $problems "redis.url holds a password: put the whole URL into a Secret and name it in redis.existingSecret." -}}
{{- end -}}
{{- if and $values.redis.url $values.redis.existingSecret -}}
{{- $problems = append $problems "redis.url and redis.existingSecret are both set: keep the one that is meant." -}}
{{- end -}}

{{- if or (gt (int $values.analytics.replicas) 1) (include "sluice.autoscaled" (dict "root" . "service" "analytics")) -}}
{{- $problems = append $problems "analytics-service runs once: its events are in an embedded DuckDB file, which one process may open, and several that write to one ClickHouse are untested: set analytics.replicas=1 and analytics.autoscaling.enabled=false." -}}
{{- end -}}
{{- if and (not $redis) (or (gt (int $values.worker.replicas) 1) (include "sluice.scaled" (dict "root" . "service" "worker"))) -}}
{{- $problems = append $problems "several workers share out tasks by leases in Redis: set redis.url (or redis.existingSecret), or worker.replicas=1 and worker.autoscaling.enabled=false, without worker.keda." -}}
{{- end -}}
{{- if $values.worker.keda.enabled -}}
{{- if $values.worker.autoscaling.enabled -}}
{{- $problems = append $problems "worker.autoscaling and worker.keda would both set the number of workers, one against the other: enable one of them." -}}
{{- end -}}
{{- if gt (int $values.worker.keda.minReplicas) (int $values.worker.keda.maxReplicas) -}}
{{- $problems = append $problems "worker.keda.minReplicas is above maxReplicas: swap them." -}}
{{- end -}}
{{- if eq (lower (toString (get $values.worker.config "sluice.worker.transport"))) "share" -}}
{{- $problems = append $problems "worker.keda cannot see how far a share group is: use worker.autoscaling.targetQueueAgeSeconds with worker.config.sluice.worker.transport=share, or leave the transport at group." -}}
{{- end -}}
{{- end -}}

{{- range $service := splitList " " (include "sluice.services" .) -}}
{{- $own := get $values $service -}}
{{- if and (hasKey $own "autoscaling") $own.autoscaling.enabled -}}
{{- if gt (int $own.autoscaling.minReplicas) (int $own.autoscaling.maxReplicas) -}}
{{- $problems = append $problems (printf "%s.autoscaling.minReplicas is above maxReplicas: swap them." $service) -}}
{{- end -}}
{{- if not (dig "requests" "cpu" "" $own.resources) -}}
{{- $problems = append $problems (printf "%s.autoscaling measures CPU against the request: set %s.resources.requests.cpu." $service $service) -}}
{{- end -}}
{{- end -}}
{{- range $key, $value := $own.config -}}
{{- if regexMatch "(?i)(secret|password|pepper|api-key|admin-key|jaas)" $key -}}
{{- $problems = append $problems (printf "%s.config holds %s, and a ConfigMap is no place for a secret: use secrets.existingSecret, kafka.existingSecret or %s.extraEnv with a secretKeyRef." $service $key $service) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- with $values.gateway.signIn -}}
{{- if and .issuer (not (and .jwksUrl .authorizeUrl .tokenUrl .clientId)) -}}
{{- $problems = append $problems "gateway.signIn.issuer needs what its discovery page names too: set gateway.signIn.jwksUrl, authorizeUrl, tokenUrl and clientId." -}}
{{- end -}}
{{- if and .existingSecret (not .issuer) -}}
{{- $problems = append $problems "gateway.signIn.existingSecret is set while gateway.signIn.issuer is empty: nobody would use the secret." -}}
{{- end -}}
{{- end -}}

{{- if and $values.ingress.enabled (not $values.ingress.hosts) -}}
{{- $problems = append $problems "ingress.enabled needs at least one name in ingress.hosts." -}}
{{- end -}}
{{- if and $values.httpRoute.enabled (not $values.httpRoute.parentRefs) -}}
{{- $problems = append $problems "httpRoute.enabled needs the Gateway it hangs on: set httpRoute.parentRefs." -}}
{{- end -}}
{{- if and $values.tests.apiKey.existingSecret (not $values.tests.enabled) -}}
{{- $problems = append $problems "tests.apiKey is set while tests.enabled is false: nobody would use the key." -}}
{{- end -}}
{{- if and $values.serviceMonitor.enabled $values.networkPolicy.enabled (not $values.networkPolicy.metricsFrom) -}}
{{- $problems = append $problems "serviceMonitor.enabled with networkPolicy.enabled needs networkPolicy.metricsFrom: the peers Prometheus scrapes from." -}}
{{- end -}}

{{- if $problems -}}
{{- fail (printf "\n\n  - %s\n" (join "\n  - " $problems)) -}}
{{- end -}}
{{- end -}}
