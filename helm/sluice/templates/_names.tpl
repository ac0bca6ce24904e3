{{/* Names, labels and the fixed facts of the five services. "." is the root unless a dict is named. */}}

{{- define "sluice.services" -}}
gateway cache optimizer worker analytics
{{- end -}}

{{/* The port a service listens on: {service}. */}}
{{- define "sluice.port" -}}
{{- get (dict "gateway" "8080" "cache" "8081" "optimizer" "8082" "worker" "8083" "analytics" "8084") .service -}}
{{- end -}}

{{/* Short enough that the longest suffix still fits into 63 characters. */}}
{{- define "sluice.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The name of what belongs to one service: {root, service}. */}}
{{- define "sluice.name" -}}
{{- printf "%s-%s" (include "sluice.fullname" .root) .service -}}
{{- end -}}

{{/* Labels that never change, for selectors: {root, service}. */}}
{{- define "sluice.selector" -}}
app.kubernetes.io/name: sluice
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{/* All labels of one service's objects: {root, service}. */}}
{{- define "sluice.labels" -}}
{{ include "sluice.selector" . }}
{{ include "sluice.commonLabels" .root }}
{{- end -}}

{{- define "sluice.commonLabels" -}}
app.kubernetes.io/part-of: sluice
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The image of one service: {root, service}. A digest wins over the tag. With jvm, the image with a JVM and a shell, which the
jobs need: by tag where the service itself runs another variant.
*/}}
{{- define "sluice.image" -}}
{{- $image := .root.Values.image -}}
{{- $own := (get .root.Values .service).image -}}
{{- $path := printf "%s/%s-service" $image.repository .service -}}
{{- with coalesce $image.registry .root.Values.global.imageRegistry }}{{ $path = printf "%s/%s" . $path }}{{ end -}}
{{- if and $own.digest (or (not .jvm) (eq (include "sluice.variant" .) "jvm")) -}}
{{- printf "%s@%s" $path $own.digest -}}
{{- else -}}
{{- $tag := coalesce $own.tag $image.tag .root.Chart.AppVersion -}}
{{- if and (eq (include "sluice.variant" .) "native") (not .jvm) }}{{ $tag = printf "%s-native" $tag }}{{ end -}}
{{- printf "%s:%s" $path $tag -}}
{{- end -}}
{{- end -}}

{{/* jvm or native: {root, service}. */}}
{{- define "sluice.variant" -}}
{{- (get .root.Values .service).image.variant | default .root.Values.image.variant -}}
{{- end -}}

{{- define "sluice.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "sluice.fullname" .)) -}}
{{- end -}}

{{/* "yes" when a service has a horizontal autoscaler: {root, service}. */}}
{{- define "sluice.autoscaled" -}}
{{- $values := get .root.Values .service -}}
{{- if and (hasKey $values "autoscaling") $values.autoscaling.enabled }}yes{{ end -}}
{{- end -}}

{{/* "yes" when somebody else sets the number of replicas: {root, service}. */}}
{{- define "sluice.scaled" -}}
{{- $values := get .root.Values .service -}}
{{- if or (include "sluice.autoscaled" .) (dig "keda" "enabled" false $values) }}yes{{ end -}}
{{- end -}}

{{/* "yes" when there is a Redis. */}}
{{- define "sluice.redis" -}}
{{- if or .Values.redis.url .Values.redis.existingSecret }}yes{{ end -}}
{{- end -}}

{{/* "yes" for the service whose files are the truth: {service}. */}}
{{- define "sluice.stateful" -}}
{{- if eq .service "analytics" }}yes{{ end -}}
{{- end -}}
