# An image with tunegate and nothing else on top of Debian:
#
#   docker build --tag tunegate .
#   docker run --rm --volume "$PWD:/data" tunegate check data/

# The build's system is that of the tests. Its libxml2, zlib and zstd are linked in.
FROM swift:6.3-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends binutils make pkg-config libxml2-dev libzstd-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN make static

# The binary loads no library. Debian is there for the shell that CI systems run jobs in.
FROM debian:bookworm-slim
COPY --from=build /source/.build/pack/static/tunegate /usr/local/bin/tunegate
COPY LICENSE /usr/share/doc/tunegate/LICENSE
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["tunegate"]
CMD ["--help"]
