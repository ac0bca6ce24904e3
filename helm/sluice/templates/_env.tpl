{{/* The environment of one service's container: {root, service}. */}}
{{- define "sluice.env" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $own := get $values .service -}}
{{- $secret := include "sluice.secretName" $root -}}
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
- name: QUARKUS_HTTP_PORT
  value: {{ include "sluice.port" . | quote }}
- name: {{ eq .service "gateway" | ternary "SLUICE_GATEWAY_DRAIN_TIMEOUT" "QUARKUS_SHUTDOWN_TIMEOUT" }}
  value: {{ printf "%ds" (int $own.shutdownSeconds) }}
{{- with $own.drainDelaySeconds }}
- name: SLUICE_GATEWAY_DRAIN_DELAY
  value: {{ printf "%ds" (int .) }}
{{- end }}
{{- with include "sluice.configFiles" . }}
- name: QUARKUS_CONFIG_LOCATIONS
  value: {{ . }}
{{- end }}
- name: SLUICE_DATA_DIR
  value: /data
- name: SLUICE_INTERNAL_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: internal-secret
- name: SLUICE_KAFKA_BOOTSTRAP
  value: {{ $values.kafka.bootstrap | quote }}
{{- with $values.kafka.partitions }}
- name: SLUICE_KAFKA_PARTITIONS
  value: {{ . | quote }}
{{- end }}
{{- with $values.kafka.replication }}
- name: SLUICE_KAFKA_REPLICATION
  value: {{ . | quote }}
{{- end }}
{{- include "sluice.redisEnv" . }}
{{- include "sluice.opensearchEnv" . }}
{{- range $peer := splitList " " (include "sluice.services" $root) }}
- name: SLUICE_PEERS_{{ upper $peer }}
  value: http://{{ include "sluice.name" (dict "root" $root "service" $peer) }}:{{ include "sluice.port" (dict "service" $peer) }}
{{- end }}
{{- if eq .service "gateway" }}
{{- include "sluice.gatewayEnv" . }}
{{- end }}
{{- if and $values.trust.existingSecret (eq (include "sluice.variant" .) "jvm") }}
# Beside JAVA_TOOL_OPTIONS, which the image sets and javaOptions replaces.
- name: JDK_JAVA_OPTIONS
  value: {{ include "sluice.trustOptions" $values | fromJsonArray | join " " }}
{{- end }}
{{- if and (eq .service "analytics") $values.clickhouse.url }}
- name: SLUICE_ANALYTICS_CLICKHOUSE_URL
  value: {{ $values.clickhouse.url | quote }}
- name: SLUICE_ANALYTICS_CLICKHOUSE_DATABASE
  value: {{ $values.clickhouse.database | quote }}
- name: SLUICE_ANALYTICS_CLICKHOUSE_USER
  value: {{ $values.clickhouse.user | quote }}
{{- with $values.clickhouse.existingSecret }}
- name: SLUICE_ANALYTICS_CLICKHOUSE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $values.clickhouse.key }}
{{- end }}
{{- end }}
{{- with $own.javaOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with $own.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The cache has answers in Redis, the worker leases, the gateway limits, budgets and streams that can be resumed. */}}
{{- define "sluice.redisEnv" -}}
{{- $redis := .root.Values.redis -}}
{{- if and (has .service (list "cache" "worker" "gateway")) (include "sluice.redis" .root) }}
- name: SLUICE_REDIS_URL
  {{- if $redis.existingSecret }}
  valueFrom:
    secretKeyRef:
      name: {{ $redis.existingSecret }}
      key: {{ eq .service "cache" | ternary $redis.cacheKey $redis.key }}
  {{- else }}
  value: {{ eq .service "cache" | ternary ($redis.cacheUrl | default $redis.url) $redis.url | quote }}
  {{- end }}
{{- if eq .service "gateway" }}
- name: SLUICE_GATEWAY_CACHE_REDIS_URL
  {{- if $redis.existingSecret }}
  valueFrom:
    secretKeyRef:
      name: {{ $redis.existingSecret }}
      key: {{ $redis.cacheKey }}
  {{- else }}
  value: {{ $redis.cacheUrl | default $redis.url | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The workers' shared knowledge index. */}}
{{- define "sluice.opensearchEnv" -}}
{{- $opensearch := .root.Values.opensearch -}}
{{- if and (eq .service "worker") $opensearch.url }}
- name: SLUICE_WORKER_KNOWLEDGE_ENGINE
  value: opensearch
- name: SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_URL
  value: {{ $opensearch.url | quote }}
- name: SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_INDEX
  value: {{ $opensearch.index | quote }}
{{- if $opensearch.existingSecret }}
{{- range $key := list "username" "password" "authorization" }}
- name: SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_{{ upper $key }}
  valueFrom:
    secretKeyRef:
      name: {{ $opensearch.existingSecret }}
      key: {{ $key }}
      optional: true
{{- end }}
{{- end }}
{{- if include "sluice.opensearchFiles" . }}
- name: SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_CERTIFICATES
  value: /etc/sluice/opensearch/ca.crt
{{- end }}
{{- end }}
{{- end -}}

{{/* The Secret with OpenSearch's certificates, for the worker: {root, service}. */}}
{{- define "sluice.opensearchFiles" -}}
{{- $opensearch := .root.Values.opensearch -}}
{{- if and (eq .service "worker") $opensearch.url }}{{ $opensearch.certificateSecret }}{{ end -}}
{{- end -}}

{{/* Files with sluice.* and quarkus.* keys, read beside the environment, which wins. */}}
{{- define "sluice.configFiles" -}}
{{- $files := list -}}
{{- if (get .root.Values .service).config }}{{ $files = append $files "/etc/sluice/config/application.properties" }}{{ end -}}
{{- if .root.Values.kafka.existingSecret }}{{ $files = append $files "/etc/sluice/kafka/kafka.properties" }}{{ end -}}
{{- join "," $files -}}
{{- end -}}

{{/* Where the certificates to believe are: options of a JVM, and arguments of a native executable, which reads no variable for them. */}}
{{- define "sluice.trustOptions" -}}
{{- $store := printf "-Djavax.net.ssl.trustStore=/etc/sluice/trust/%s" .trust.key -}}
{{- list $store "-Djavax.net.ssl.trustStoreType=PKCS12" (printf "-Djavax.net.ssl.trustStorePassword=%s" .trust.password) | toJson -}}
{{- end -}}
