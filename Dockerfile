# The program alone in a small image. `docker build -t chaveiro:local .`; docs/nodes.md says how several run together.
FROM rust:1.96-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make build

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 65532 --home-dir /data --create-home chaveiro
COPY --from=build /src/target/release/chaveiro /usr/local/bin/
USER chaveiro
WORKDIR /data
ENV CHAVEIRO_LISTEN=0.0.0.0:3000
EXPOSE 3000
ENTRYPOINT ["chaveiro"]
CMD ["serve"]
