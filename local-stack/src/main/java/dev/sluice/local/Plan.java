package dev.sluice.local;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import dev.sluice.local.data.Secrets;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.Probe;
import dev.sluice.local.text.Complaint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a local stack consists of: the broker and the five services, each with its command and environment. Secrets go
 * by environment, never by argument, for arguments are visible to everybody on the machine.
 *
 * @param home the repository whose artefacts are started
 * @param data where they store and log
 * @param ports where they listen
 * @param host what the gateway binds; the others bind loopback
 * @param config a {@code sluice.yaml} or properties file for all of them
 * @param environment what they inherit
 * @param extra more environment for one of them, by name
 */
record Plan(
        Home home,
        DataDir data,
        Ports ports,
        String host,
        Optional<Path> config,
        Map<String, String> environment,
        Map<String, Map<String, String>> extra) {

    /** The services in the order they are started, each with the heap it gets. */
    private static final List<Service> SERVICES = List.of(
            new Service("gateway-service", "SLUICE_PEERS_GATEWAY", "512m", 0),
            new Service("cache-service", "SLUICE_PEERS_CACHE", "384m", 1),
            new Service("worker-service", "SLUICE_PEERS_WORKER", "384m", 1),
            new Service("analytics-service", "SLUICE_PEERS_ANALYTICS", "256m", 1),
            new Service("optimizer-service", "SLUICE_PEERS_OPTIMIZER", "256m", 1));

    /**
     * For all but the hot path a laptop gains more from a quick start and less memory than from the second compiler:
     * measured, a service starts with a quarter less CPU and stays 30 MiB smaller without it.
     */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final String BOOTSTRAP = "SLUICE_KAFKA_BOOTSTRAP";
    /** {@code true}: services of which a native executable was built run as one. */
    private static final String NATIVE = "SLUICE_NATIVE";

    private static final String OWN_KEY = "sk-sl-";

    private record Service(String name, String peerVariable, String heap, int stopOrder) {}

    /** All processes, the broker first: it takes longest. None for the broker when the environment names another. */
    List<Child> children() {
        List<Child> children = new ArrayList<>();
        if (!environment.containsKey(BOOTSTRAP)) {
            children.add(broker());
        }
        Map<String, String> shared = shared();
        SERVICES.forEach(service -> children.add(child(service, shared)));
        return children;
    }

    /** Refuses artefacts that were never built. */
    void requireArtefacts() {
        SERVICES.stream()
                .map(service -> home.runnable(service.name()))
                .filter(jar -> !Files.exists(jar))
                .findFirst()
                .ifPresent(jar -> {
                    throw new Complaint(
                            jar + " is missing.", "Build it first: ./mvnw -DskipTests package, or ./sluice up.");
                });
    }

    /**
     * What all services inherit, without an OpenAI key that is this suite's own: after {@code eval "$(./sluice env)"}
     * the shell carries one, and a gateway whose provider is itself would call itself for ever.
     */
    static Map<String, String> inherited(Map<String, String> environment) {
        Map<String, String> kept = new HashMap<>(environment);
        if (kept.getOrDefault("OPENAI_API_KEY", "").startsWith(OWN_KEY)) {
            kept.remove("OPENAI_API_KEY");
            kept.remove("OPENAI_BASE_URL");
        }
        kept.remove(NATIVE);
        kept.remove("SLUICE_ADMIN_KEY");
        kept.remove("SLUICE_ADMIN_URL");
        return kept;
    }

    private Map<String, String> shared() {
        Map<String, String> env = inherited(environment);
        env.put("JAVA_HOME", Home.javaHome().toString());
        env.put("SLUICE_INTERNAL_SECRET", Secrets.in(data).internalSecret());
        env.computeIfAbsent(BOOTSTRAP, variable -> "127.0.0.1:" + ports.of(Ports.KAFKA));
        // For people who read the files; QUARKUS_LOG_CONSOLE_JSON_ENABLED=true brings back what a cluster logs.
        env.putIfAbsent("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        env.putIfAbsent("QUARKUS_LOG_CONSOLE_FORMAT", "%d{HH:mm:ss.SSS} %-5p %c{1} %s %X%e%n");
        SERVICES.forEach(service -> env.put(service.peerVariable(), ports.url(service.name())));
        // Nobody waits for a balancer here.
        env.putIfAbsent("QUARKUS_SHUTDOWN_DELAY", "0s");
        config.ifPresent(file ->
                env.put("QUARKUS_CONFIG_LOCATIONS", file.toAbsolutePath().toString()));
        return env;
    }

    private Child child(Service service, Map<String, String> shared) {
        String name = service.name();
        boolean gateway = name.equals(Ports.GATEWAY);
        Map<String, String> env = new HashMap<>(shared);
        env.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(name)));
        env.put("QUARKUS_HTTP_HOST", gateway ? host : "127.0.0.1");
        env.put("SLUICE_DATA_DIR", data.store(name).toString());
        if (gateway) {
            env.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.of(Ports.MANAGEMENT)));
            env.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            // Shorter than the patience of ./sluice down, so that an open stream is told and not killed.
            env.putIfAbsent("SLUICE_GATEWAY_DRAIN_TIMEOUT", "5s");
            env.put("SLUICE_GATEWAY_ADMIN_KEY", Secrets.in(data).adminKey());
            env.put("SLUICE_GATEWAY_KEY_PEPPER", Secrets.in(data).keyPepper());
        }
        env.putAll(extra.getOrDefault(name, Map.of()));
        return new Child(
                name,
                command(service),
                env,
                data.store(name),
                data.tmp(name),
                data.log(name),
                ports.of(name),
                Probe.http(ports.of(name), "/health/ready"),
                service.stopOrder());
    }

    private List<String> command(Service service) {
        String name = service.name();
        Optional<Path> executable = home.executable(name);
        if (environment.getOrDefault(NATIVE, "").equals("true") && executable.isPresent()) {
            return List.of(executable.get().toString(), "-Xmx" + service.heap(), "-Djava.io.tmpdir=" + data.tmp(name));
        }
        List<String> command = new ArrayList<>(java(name, service.heap()));
        if (!name.equals(Ports.GATEWAY)) {
            command.add(QUICK_COMPILER);
        }
        command.addAll(List.of("-jar", home.runnable(name).toString()));
        return command;
    }

    private Child broker() {
        String name = Ports.KAFKA;
        List<String> command = new ArrayList<>(java(name, "256m"));
        command.addAll(List.of(
                QUICK_COMPILER,
                "-cp",
                home.classPath("local-stack"),
                "dev.sluice.local.broker.Broker",
                data.store(name).toString(),
                Integer.toString(ports.of(name))));
        Map<String, String> env = new HashMap<>(inherited(environment));
        env.putAll(extra.getOrDefault(name, Map.of()));
        return new Child(
                name,
                command,
                env,
                data.store(name),
                data.tmp(name),
                data.log(name),
                ports.of(name),
                Probe.port(ports.of(name)),
                2);
    }

    private List<String> java(String name, String heap) {
        return List.of(
                Home.java().toString(),
                "-XX:+UseSerialGC",
                // By default a JVM begins with a 64th of the machine's memory and fills it before it collects.
                "-Xms32m",
                "-Xmx" + heap,
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-XX:-ShrinkHeapInSteps",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + data.tmp(name));
    }
}
