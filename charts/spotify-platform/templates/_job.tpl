{{/* The pod of a run of the command line. Call with (dict "root" $ "name" NAME "args" LIST "input" ro|rw|""). */}}
{{- define "spotify-platform.run" -}}
automountServiceAccountToken: false
enableServiceLinks: false
restartPolicy: {{ .restartPolicy | default "OnFailure" }}
securityContext: {{- include "spotify-platform.podSecurity" 1654 | nindent 2 }}
containers:
  - name: {{ .name }}
    image: {{ include "spotify-platform.image" (dict "root" .root "name" "platform" "image" .root.Values.platform.image) }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    args: {{ toJson .args }}
    securityContext: {{- include "spotify-platform.containerSecurity" . | nindent 6 }}
    {{- if .brokers }}
    env:
      {{- range $key, $value := .root.Values.config }}
      - {name: {{ $key }}, value: {{ $value | quote }}}
      {{- end }}
    {{- with .root.Values.platform.secrets }}
    envFrom:
      {{- range . }}
      - secretRef: {name: {{ . }}}
      {{- end }}
    {{- end }}
    {{- end }}
    {{- with .secret }}
    env:
      # The namespace's own network.
      - {name: SPOTIFYPLATFORM_API_KEY_PLAINTEXT, value: "true"}
    envFrom:
      - secretRef: {name: {{ . }}}
    {{- end }}
    resources:
      requests: {cpu: 50m, memory: 128Mi}
      limits: {memory: 1Gi}
    volumeMounts:
      - {name: data, mountPath: /app/data}
      - {name: tmp, mountPath: /tmp}
      {{- if .input }}
      - {name: input, mountPath: /app/input, readOnly: {{ eq .input "ro" }}}
      {{- end }}
volumes:
  - name: data
    emptyDir: {sizeLimit: 1Gi}
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  {{- if .input }}
  - name: input
    persistentVolumeClaim: {claimName: {{ include "spotify-platform.inputClaim" .root }}}
  {{- end }}
{{- end }}
