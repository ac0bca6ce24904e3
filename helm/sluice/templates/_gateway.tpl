{{/* What only the gateway's container gets: the admin key, the pepper of stored keys and the providers' keys. */}}
{{- define "sluice.gatewayEnv" -}}
{{- $providers := .root.Values.providers -}}
{{- $secret := include "sluice.secretName" .root }}
- name: SLUICE_GATEWAY_ADMIN_KEY
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: admin-key
- name: SLUICE_GATEWAY_KEY_PEPPER
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: key-pepper
{{- with .root.Values.gateway.controlFile.existingSecret }}
- name: SLUICE_GATEWAY_CONTROL_FILE
  value: /etc/sluice/control/{{ $.root.Values.gateway.controlFile.key }}
{{- end }}
{{- include "sluice.signInEnv" .root.Values.gateway.signIn }}
{{- with $providers.existingSecret }}
{{- range $name := list "OPENAI_API_KEY" "ANTHROPIC_API_KEY" }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $providers.existingSecret }}
      key: {{ $name }}
      optional: true
{{- end }}
{{- end }}
{{- range $name, $url := dict "OPENAI_BASE_URL" $providers.openaiBaseUrl "ANTHROPIC_BASE_URL" $providers.anthropicBaseUrl "OLLAMA_BASE_URL" $providers.ollamaBaseUrl }}
{{- if $url }}
- name: {{ $name }}
  value: {{ $url | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The identity provider people sign in to the dashboard with, under the name SSO. */}}
{{- define "sluice.signInEnv" -}}
{{- if .issuer }}
{{- $settings := dict "ISSUER" .issuer "AUDIENCE" .audience "JWKS_URL" .jwksUrl "TENANT_CLAIM" .tenantClaim "DEFAULT_SCOPES" .defaultScopes "ADMIN_CLAIM" .adminClaim "ADMIN_VALUE" .adminValue -}}
{{- $login := dict "LOGIN_AUTHORIZE_URL" .authorizeUrl "LOGIN_CLIENT_ID" .clientId "LOGIN_SCOPE" .scope "LOGIN_TITLE" .title "LOGIN_TOKEN_URL" .tokenUrl -}}
{{- range $name, $value := merge $settings $login }}
{{- if $value }}
- name: SLUICE_GATEWAY_OIDC_SSO_{{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- if .existingSecret }}
- name: SLUICE_GATEWAY_OIDC_SSO_LOGIN_CLIENT_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .key }}
{{- end }}
{{- end }}
{{- end -}}
