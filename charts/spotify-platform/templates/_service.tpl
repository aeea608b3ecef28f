{{/* Everything of one service but its NetworkPolicy. Call with (dict "root" $ "name" NAME). */}}
{{- define "spotify-platform.service" -}}
{{- $service := include "spotify-platform.values" . | fromYaml -}}
{{- $config := include "spotify-platform.config" . | fromYaml -}}
{{- $isEdge := eq .name "edge-gateway" -}}
{{- if and $isEdge (not .root.Values.edge.plaintext) (not .root.Values.edge.tlsSecret) }}{{ fail "edge.plaintext is false, so edge.tlsSecret is needed: the edge would have no port." }}{{ end -}}
{{- if and $service.data.persistent (ne $service.kind "StatefulSet") }}{{ fail (printf "services.%s: data.persistent needs kind StatefulSet." .name) }}{{ end -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
  {{- with $service.serviceAccountAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
data:
  {{- range $key, $value := $config }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
---
{{- /* Without an address of its own, a name leads to every pod: gRPC clients balance over them. */}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}{{ if eq $service.kind "Deployment" }}-headless{{ end }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
spec:
  clusterIP: None
  {{- if eq $service.kind "StatefulSet" }}
  # A pod is asked for its status before it is ready too.
  publishNotReadyAddresses: true
  {{- end }}
  selector: {{- include "spotify-platform.selector" . | nindent 4 }}
  ports:
    - {name: http, port: 8080}
    - {name: grpc, port: 8081, appProtocol: kubernetes.io/h2c}
{{- if eq $service.kind "Deployment" }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
  {{- if $isEdge }}
  {{- with .root.Values.edge.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
spec:
  selector: {{- include "spotify-platform.selector" . | nindent 4 }}
  {{- if $isEdge }}
  type: {{ .root.Values.edge.service.type }}
  ports:
    {{- if .root.Values.edge.plaintext }}
    - {name: http, port: 9080}
    - {name: grpc, port: 9081, appProtocol: kubernetes.io/h2c}
    {{- end }}
    {{- if .root.Values.edge.tlsSecret }}
    - {name: https, port: 443, targetPort: 9443}
    {{- end }}
  {{- else }}
  ports:
    - {name: http, port: 8080}
    - {name: grpc, port: 8081, appProtocol: kubernetes.io/h2c}
  {{- end }}
{{- end }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "spotify-platform.selector" . | nindent 6 }}
---
apiVersion: apps/v1
kind: {{ $service.kind }}
metadata:
  name: {{ .name }}
  labels: {{- include "spotify-platform.labels" . | nindent 4 }}
spec:
  {{- if not $service.autoscaling.enabled }}
  replicas: {{ $service.replicas }}
  {{- end }}
  selector:
    matchLabels: {{- include "spotify-platform.selector" . | nindent 6 }}
  {{- if eq $service.kind "StatefulSet" }}
  serviceName: {{ .name }}
  podManagementPolicy: Parallel
  {{- if $service.data.persistent }}
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: {{ .root.Values.volumes }}
    whenScaled: Retain
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests: {storage: {{ $service.data.size }}}
  {{- end }}
  {{- else }}
  strategy:
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  # Clients that find pods through DNS must learn of a new pod before the last old one ends. Answers of DNS may be 5 to 30 s old.
  minReadySeconds: 10
  {{- end }}
  template:
    metadata:
      labels: {{- include "spotify-platform.podLabels" . | nindent 8 }}
      annotations:
        checksum/config: {{ $config | toJson | sha256sum }}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: false
      # Their variables would look like settings.
      enableServiceLinks: false
      # More than Shutdown__DrainDelay and Shutdown__Timeout.
      terminationGracePeriodSeconds: 45
      securityContext: {{- include "spotify-platform.podSecurity" 1654 | nindent 8 }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - topologyKey: {{ . }}
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "spotify-platform.selector" $ | nindent 14 }}
        {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ include "spotify-platform.image" (dict "root" .root "name" .name "image" $service.image) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext: {{- include "spotify-platform.containerSecurity" . | nindent 12 }}
          ports:
            - {name: http, containerPort: 8080}
            - {name: grpc, containerPort: 8081}
            {{- if and (eq .name "acquirer") .root.Values.torrents.enabled }}
            - {name: peers, containerPort: {{ .root.Values.torrents.peerPort }}}
            - {name: peers-udp, containerPort: {{ .root.Values.torrents.peerPort }}, protocol: UDP}
            {{- end }}
          envFrom:
            - configMapRef: {name: {{ .name }}}
            {{- range $service.secrets }}
            - secretRef: {name: {{ . }}}
            {{- end }}
          env:
            - name: Kafka__InstanceId
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
          # Five minutes for a start that waits for brokers and opens tables.
          startupProbe:
            grpc: {port: 8081, service: live}
            periodSeconds: 2
            failureThreshold: 150
            timeoutSeconds: 2
          readinessProbe:
            grpc: {port: 8081, service: ready}
            periodSeconds: 5
            timeoutSeconds: 2
          livenessProbe:
            grpc: {port: 8081, service: live}
            periodSeconds: 10
            failureThreshold: 6
            timeoutSeconds: 5
          resources: {{- toYaml $service.resources | nindent 12 }}
          volumeMounts:
            - {name: data, mountPath: /app/data}
            - {name: tmp, mountPath: /tmp}
            {{- if eq .name "acquirer" }}
            - {name: input, mountPath: /app/input, readOnly: {{ not (or .root.Values.input.writable .root.Values.torrents.enabled) }}}
            {{- end }}
            {{- if and $isEdge .root.Values.edge.keysSecret }}
            - {name: keys, mountPath: /app/keys, readOnly: true}
            {{- end }}
            {{- if and $isEdge .root.Values.edge.tlsSecret }}
            - {name: tls, mountPath: /app/tls, readOnly: true}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: 1Gi}
        {{- if not $service.data.persistent }}
        - name: data
          emptyDir: {sizeLimit: {{ $service.data.size }}}
        {{- end }}
        {{- if eq .name "acquirer" }}
        - name: input
          persistentVolumeClaim: {claimName: {{ include "spotify-platform.inputClaim" .root }}}
        {{- end }}
        {{- if and $isEdge .root.Values.edge.keysSecret }}
        # The process reads it again when the Secret changes.
        - name: keys
          secret: {secretName: {{ .root.Values.edge.keysSecret }}}
        {{- end }}
        {{- if and $isEdge .root.Values.edge.tlsSecret }}
        - name: tls
          secret: {secretName: {{ .root.Values.edge.tlsSecret }}}
        {{- end }}
{{- end }}
