# syntax=docker/dockerfile:1

# The jar is thin: a nested one cannot compile routes at run time. Hence the folder target/hub, and a JDK at run time.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
RUN --mount=type=cache,target=/m2 mvn -Dmaven.repo.local=/m2 --batch-mode --no-transfer-progress dependency:go-offline
COPY src/main src/main
COPY routes routes
COPY kamelets kamelets
RUN --mount=type=cache,target=/m2 mvn -Dmaven.repo.local=/m2 --batch-mode --no-transfer-progress -DskipTests package

# Everything but the sandbox.
FROM eclipse-temurin:25-jdk AS hub
# curl is what the health check asks with.
RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /hub --shell /usr/sbin/nologin hub \
    && install --directory --owner=10001 --group=0 --mode=0770 /hub/data
WORKDIR /hub
# In order of how seldom they change. Root owns them: the hub can read its code, not change it.
COPY --from=build /build/target/hub/lib lib
COPY --from=build /build/target/hub/hub.jar hub.jar
# What all of this consists of (CycloneDX), for scanners and whoever hears of a hole.
COPY --from=build /build/target/hub/sbom.json sbom.json
# Mount other folders over these two, read-only, to run other routes with the same image.
COPY --from=build /build/target/hub/kamelets kamelets
COPY --from=build /build/target/hub/routes routes

USER 10001:0
# Embedded Kafka and H2; the cluster profile keeps nothing here.
VOLUME /hub/data
EXPOSE 8080
# As hub.jvm.arguments in pom.xml, with a heap for a server: JAVA_TOOL_OPTIONS of the container comes first, these win.
# The first: Kafka unmaps its files in a way of which JDK 25 warns at every start; an operator can do nothing about it.
ENV HUB_JVM_ARGUMENTS="--sun-misc-unsafe-memory-access=allow -Xmx512m -Xss512k -XX:TrimNativeHeapInterval=30000 -XX:+UseParallelGC -XX:MarkSweepDeadRatio=0 -XX:MetaspaceSize=128m -XX:MaxMetaspaceSize=256m -XX:ReservedCodeCacheSize=96m -XX:+ExitOnOutOfMemoryError"
# Readiness, not liveness: the port opens before the routes run.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/actuator/health/readiness"]
STOPSIGNAL SIGTERM
# exec: java is process 1 and gets the SIGTERM.
ENTRYPOINT ["/bin/sh", "-c", "exec java $HUB_JVM_ARGUMENTS -jar hub.jar \"$@\"", "hub"]

# docker build --target sandbox: the same with WireMock, simulators and senders, which production's image has none of.
FROM hub AS sandbox
COPY --from=build /build/target/hub/lib-sandbox lib-sandbox

# The last one: what is built where no target is named.
FROM hub AS production
