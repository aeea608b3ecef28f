{{/* Labels that select the pods of a component. Call with (dict "root" $ "name" NAME). */}}
{{- define "spotify-platform.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Pods have no label that changes with the chart's version, so that an upgrade restarts only what it changes. */}}
{{- define "spotify-platform.podLabels" -}}
{{ include "spotify-platform.selector" . }}
app.kubernetes.io/part-of: spotify-platform
{{- end }}

{{- define "spotify-platform.labels" -}}
{{ include "spotify-platform.podLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "spotify-platform.image" -}}
{{ .image | default (printf "%s%s:%s" .root.Values.image.prefix .name (.root.Values.image.tag | default .root.Chart.AppVersion)) }}
{{- end }}

{{/* The values of a service: those of services.<name> over the defaults. */}}
{{- define "spotify-platform.values" -}}
{{ mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy (index .root.Values.services .name | default dict)) | toYaml }}
{{- end }}

{{- define "spotify-platform.brokers" -}}
{{ if .Values.local.enabled }}kafka:9092{{ else }}{{ required "kafka.bootstrapServers is needed, or local.enabled." .Values.kafka.bootstrapServers }}{{ end }}
{{- end }}

{{- define "spotify-platform.bucket" -}}
{{ if .Values.local.enabled }}spotifyplatform{{ else }}{{ required "bucket.name is needed, or local.enabled." .Values.bucket.name }}{{ end }}
{{- end }}

{{- define "spotify-platform.inputClaim" -}}
{{ .Values.input.existingClaim | default "input" }}
{{- end }}

{{/* The gRPC addresses that the gateway asks for the status of a service, separated by commas. */}}
{{- define "spotify-platform.addresses" -}}
{{- $service := include "spotify-platform.values" . | fromYaml -}}
{{- if eq $service.kind "StatefulSet" -}}
{{- $addresses := list -}}
{{- range $number := until (int $service.replicas) }}{{ $addresses = append $addresses (printf "http://%s-%d.%s:8081" $.name $number $.name) }}{{ end -}}
{{ join "," $addresses }}
{{- else -}}
http://{{ .name }}:8081
{{- end -}}
{{- end }}

{{/* The environment of the edge, which has no bus and no stores. */}}
{{- define "spotify-platform.edgeConfig" -}}
{{- $gateway := include "spotify-platform.values" (dict "root" . "name" "lookup-gateway") | fromYaml -}}
EdgeGateway__LookupGateway: http://lookup-gateway{{ if eq $gateway.kind "Deployment" }}-headless{{ end }}:8081
EdgeGateway__ListeningHistory: http://listening-history:8081
{{- if .Values.edge.keysSecret }}
EdgeGateway__Keys__File: /app/keys/keys.json
{{- end }}
{{- if .Values.edge.tlsSecret }}
EdgeGateway__Tls__CertificateFile: /app/tls/tls.crt
EdgeGateway__Tls__KeyFile: /app/tls/tls.key
{{- end }}
EdgeGateway__Ports__Plaintext: {{ .Values.edge.plaintext | quote }}
{{- end }}

{{/* The environment of a service, as a map. */}}
{{- define "spotify-platform.config" -}}
{{- $service := include "spotify-platform.values" . | fromYaml -}}
{{- $config := dict "Shutdown__DrainDelay" "00:00:05" "Shutdown__Timeout" "00:00:30" -}}
{{- if eq .name "edge-gateway" -}}
{{- $config = merge $config (include "spotify-platform.edgeConfig" .root | fromYaml) -}}
{{- else -}}
{{- $config = merge $config (dict
    "EventBus__Engine" "Kafka"
    "Kafka__BootstrapServers" (include "spotify-platform.brokers" .root)
    "Artifacts__Engine" "GoogleCloudStorage"
    "Artifacts__Bucket" (include "spotify-platform.bucket" .root)) -}}
{{- if .root.Values.local.enabled }}{{ $_ := set $config "STORAGE_EMULATOR_HOST" "http://bucket:4443" }}{{ end -}}
{{- end -}}
{{- if eq .name "listening-history" }}{{ $_ := set $config "ListeningHistory__BehindEdge" "true" }}{{ end -}}
{{- if eq .name "acquirer" }}{{ $_ := set $config "Artifacts__InputFolder" "/app/input" }}{{ end -}}
{{- if and (eq .name "acquirer") .root.Values.torrents.enabled }}{{ $_ := set $config "Acquirer__Torrent__PeerPort" (toString (int .root.Values.torrents.peerPort)) }}{{ end -}}
{{- if eq .name "lookup-gateway" -}}
{{- range $name, $_ := .root.Values.services -}}
{{- if not (has $name (list "edge-gateway" "lookup-gateway")) }}{{ $_ := set $config (printf "Services__%s" $name) (include "spotify-platform.addresses" (dict "root" $.root "name" $name)) }}{{ end -}}
{{- end -}}
{{- end -}}
{{ mergeOverwrite $config (deepCopy .root.Values.config) (deepCopy $service.config) | toYaml }}
{{- end }}

{{/* Pods obey the restricted Pod Security Standard, with a read-only root. Call with the user's number. */}}
{{- define "spotify-platform.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "spotify-platform.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
