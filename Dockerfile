# docker build --tag tui-player .
# docker run --rm -it --device /dev/snd --volume ~/Music:/music:ro --volume tui-player:/root tui-player
FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
COPY . /opt/tui-player
RUN /opt/tui-player/scripts/setup && rm -rf /var/lib/apt/lists/* /root/.cache
VOLUME /root
ENTRYPOINT ["/opt/tui-player/scripts/play"]
