# The image of one service, or of the command line (platform). From the repository's root:
#   docker build --build-arg NAME=xref -t spotifyplatform/xref .
# 'tools/dev images' builds all of them.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
# The extra variant has time zones, which listening-history needs.
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra

# One stage for all images, so that everything is compiled once. Packages stay in a cache of the engine.
FROM ${SDK} AS publish
WORKDIR /src
COPY . .
# Compiled ahead of time. 'false' builds faster and starts slower.
ARG READY_TO_RUN=true
# The platform has every service's assemblies. Each service takes what it needs of them, so that they are compiled ahead of time once.
# The program's name is the same in all images: there is no shell to choose it. Equal content has equal times, so that an image changes only with its content.
RUN --mount=type=cache,target=/root/.nuget/packages \
    set -e; options="-c Release --use-current-runtime --self-contained false -p:RunAnalyzers=false -v quiet --nologo"; \
    dotnet publish tools/platform ${options} -p:PublishReadyToRun="${READY_TO_RUN}" -o /out/platform; \
    for project in services/*/*.csproj; do \
      out="/out/$(basename "$(dirname "${project}")")"; \
      dotnet publish "${project}" ${options} --no-build -o "${out}"; \
      for assembly in "${out}"/*.dll; do cp "/out/platform/$(basename "${assembly}")" "${assembly}"; done; \
      ln -s "$(basename "${project}" .csproj | sed s/^/SpotifyPlatform./)" "${out}/program"; \
    done; \
    ln -s SpotifyPlatform.Platform /out/platform/program; \
    mkdir -p /writable/data /writable/input; \
    find /out /writable -exec touch -h -d @0 {} +

FROM ${BASE}
ARG NAME
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="${NAME}" \
      org.opencontainers.image.vendor="SpotifyPlatform" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The base image's variable would be a second way to set the ports.
ENV Http__Address=0.0.0.0 ASPNETCORE_HTTP_PORTS=
WORKDIR /app
COPY --from=publish /out/${NAME} .
# The folders of volumes: what a service stores (nothing else is written to, beside /tmp), and the data set.
COPY --from=publish --chown=1654:1654 /writable .
USER 1654:1654
EXPOSE 8080 8081
ENTRYPOINT ["/app/program"]
