# Builds the program, and puts it into a small image with an unprivileged user.

FROM rust:1.95-bookworm AS build
WORKDIR /build
COPY . .
RUN cargo build --profile production --features postgres-tls,opentelemetry --locked

FROM debian:bookworm-slim
# The root certificates for TLS.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home insatskatalog
COPY --from=build /build/target/production/insatskatalog /usr/local/bin/insatskatalog
USER insatskatalog
WORKDIR /data
ENV INSATSKATALOG_LISTEN=0.0.0.0:8080 INSATSKATALOG_DATA=/data INSATSKATALOG_PUBLIC_URL=http://localhost:8080
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=4s --start-period=10s --retries=3 CMD ["insatskatalog", "health"]
ENTRYPOINT ["insatskatalog"]
CMD ["serve"]
