# The program alone in a small image. `docker build -t chaveiro:local .`; docs/operations.md says how to run it, docs/nodes.md
# how several run together.
FROM rust:1.96-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make build

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 65532 --home-dir /data --create-home chaveiro && chmod 700 /data
COPY --from=build /src/target/release/chaveiro /usr/local/bin/
USER chaveiro
WORKDIR /data
# The database and the secret key, where no others are set: keep this volume.
ENV CHAVEIRO_DATA_DIR=/data CHAVEIRO_LISTEN=0.0.0.0:3000
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["chaveiro"]
CMD ["serve"]
