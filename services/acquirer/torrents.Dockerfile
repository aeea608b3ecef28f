# A base with a torrent engine for the acquirer's image. The usual base has none, and no shell to install one. From the repository's root:
#   docker build -t spotifyplatform/torrents -f services/acquirer/torrents.Dockerfile services/acquirer
#   tools/dev images acquirer -- --build-arg BASE=spotifyplatform/torrents
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble
FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends transmission-daemon \
    && rm -rf /var/lib/apt/lists/*
