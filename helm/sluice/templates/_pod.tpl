{{/* The pod template every service shares: {root, service}. Restricted by the Pod Security Standards. */}}
{{- define "sluice.pod" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $own := get $values .service -}}
metadata:
  labels:
    {{- include "sluice.selector" . | nindent 4 }}
    app.kubernetes.io/part-of: sluice
    {{- with $values.commonLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with $own.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if or $own.podAnnotations $own.config }}
  annotations:
    {{- with $own.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- if $own.config }}
    # Another configuration is another pod.
    sluice.dev/config: {{ toJson $own.config | sha256sum }}
    {{- end }}
  {{- end }}
spec:
  serviceAccountName: {{ include "sluice.name" . }}
  automountServiceAccountToken: false
  # Kubernetes would add SLUICE_GATEWAY_PORT and the like for its Services, which look like settings and are none.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add (int $values.preStopSeconds) (int ($own.drainDelaySeconds | default 0)) (int $own.shutdownSeconds) 15 }}
  securityContext:
    {{- include "sluice.podSecurity" . | nindent 4 }}
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  containers:
    - name: {{ .service }}
      image: {{ include "sluice.image" . }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      {{- if and $values.trust.existingSecret (eq (include "sluice.variant" .) "native") }}
      args:
        {{- include "sluice.trustOptions" $values | fromJsonArray | toYaml | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "sluice.containerSecurity" . | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ include "sluice.port" . }}
        {{- if eq .service "gateway" }}
        - name: management
          containerPort: 9000
        {{- end }}
      env:
        {{- include "sluice.env" . | nindent 8 }}
      {{- with $own.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      # Two minutes to start; after that liveness is the process and readiness the service's own port, never a helper.
      startupProbe:
        httpGet:
          path: /health/live
          port: http
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: 60
      readinessProbe:
        httpGet:
          path: /health/ready
          port: http
        periodSeconds: 5
        timeoutSeconds: 2
        failureThreshold: 2
      livenessProbe:
        httpGet:
          path: /health/live
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      lifecycle:
        preStop:
          # Time for the endpoint to leave every proxy before the service stops accepting.
          sleep:
            seconds: {{ $values.preStopSeconds }}
      resources:
        {{- toYaml $own.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        - name: data
          mountPath: /data
        {{- if $own.config }}
        - name: config
          mountPath: /etc/sluice/config
          readOnly: true
        {{- end }}
        {{- if and (eq .service "gateway") $values.gateway.controlFile.existingSecret }}
        - name: control
          mountPath: /etc/sluice/control
          readOnly: true
        {{- end }}
        {{- if $values.kafka.existingSecret }}
        - name: kafka
          mountPath: /etc/sluice/kafka
          readOnly: true
        {{- end }}
        {{- if include "sluice.opensearchFiles" . }}
        - name: opensearch
          mountPath: /etc/sluice/opensearch
          readOnly: true
        {{- end }}
        {{- if $values.trust.existingSecret }}
        - name: trust
          mountPath: /etc/sluice/trust
          readOnly: true
        {{- end }}
        {{- with $own.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    # Native libraries (DuckDB, ONNX, compression) are unpacked here, so it needs room and must allow execution.
    - name: tmp
      emptyDir:
        sizeLimit: {{ $values.tmpSize }}
    {{- if not (include "sluice.stateful" .) }}
    - name: data
      emptyDir:
        sizeLimit: {{ $own.dataSize }}
    {{- end }}
    {{- if and (eq .service "gateway") $values.gateway.controlFile.existingSecret }}
    - name: control
      secret:
        secretName: {{ $values.gateway.controlFile.existingSecret }}
    {{- end }}
    {{- if $own.config }}
    - name: config
      configMap:
        name: {{ include "sluice.name" . }}
    {{- end }}
    {{- if $values.kafka.existingSecret }}
    - name: kafka
      secret:
        secretName: {{ $values.kafka.existingSecret }}
        defaultMode: 0440
    {{- end }}
    {{- with include "sluice.opensearchFiles" . }}
    - name: opensearch
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
    {{- with $values.trust.existingSecret }}
    - name: trust
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
    {{- with $own.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if $own.affinity }}
  affinity:
    {{- toYaml $own.affinity | nindent 4 }}
  {{- end }}
  {{- if $values.topologySpread.enabled }}
  topologySpreadConstraints:
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: {{ $values.topologySpread.whenUnsatisfiable }}
      {{- if not (include "sluice.stateful" $) }}
      # The pods of one version are counted, or those that go would push their successors together.
      matchLabelKeys:
        - pod-template-hash
      {{- end }}
      labelSelector:
        matchLabels:
          {{- include "sluice.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- with $own.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "sluice.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "sluice.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}
