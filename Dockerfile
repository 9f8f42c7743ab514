# The local line in one container: what `./orion up` starts. build/image gathers what is copied here.
ARG BASE=debian:12-slim
FROM ${BASE}
# Without it Java writes ASCII to the terminal.
ENV LANG=C.UTF-8
COPY target/image/jre /opt/orion/jre
COPY target/image/line /opt/orion
# All that it writes: the functions' logs, and what `--data data` keeps on a volume mounted there.
COPY --chown=10001:10001 target/image/empty /opt/orion/target/orion
COPY --chown=10001:10001 target/image/empty /opt/orion/data
WORKDIR /opt/orion
USER 10001:10001
# As the script ./orion has it; the shell is there for ORION_HEAP alone and gives way to Java, which
# therefore gets the signals.
ENTRYPOINT ["/bin/sh", "-c", "exec jre/bin/java -Xmx${ORION_HEAP:-1g} -XX:+UseParallelGC --enable-native-access=ALL-UNNAMED -Dsun.net.httpserver.nodelay=true -Dorion.root=/opt/orion -cp 'local-run/target/classes:local-run/target/lib/*' io.oriontrail.local.OrionCli up \"$@\"", "orion"]
