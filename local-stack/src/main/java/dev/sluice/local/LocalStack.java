package dev.sluice.local;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import dev.sluice.local.data.Secrets;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.ProcessId;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Running;
import dev.sluice.local.process.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The broker and the five services as processes on this machine, started from the artefacts in the repository. Nothing
 * is built. {@link #close} stops all of them in order; so does the end of the JVM.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration GRACE_OF_A_STAGE = Duration.ofSeconds(10);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final Ports ports;
    private final DataDir data;
    private final boolean ownsData;
    private final Suite suite;
    private final Keys keys;
    private final Thread stopAtExit = new Thread(this::stopNow, "stop-local-stack");
    private volatile Runnable whenStopped = () -> {};

    private LocalStack(Plan plan, boolean ownsData) {
        this.ports = plan.ports();
        this.data = plan.data();
        this.ownsData = ownsData;
        this.suite = new Suite(plan.children());
        this.keys = new Keys(baseUrl(), adminUrl(), Secrets.in(data));
    }

    /** Settings of a stack, all with defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts what does not run and waits until all are ready. */
    LocalStack start(Consumer<Running> whenReady) {
        suite.startMissing();
        suite.awaitReady(suite.processes(), READY_WITHIN, whenReady);
        return this;
    }

    /** Where the gateway answers, without a path. */
    public String baseUrl() {
        return ports.url(Ports.GATEWAY);
    }

    /** Where the gateway's admin API answers, without a path. */
    public String adminUrl() {
        return ports.url(Ports.MANAGEMENT);
    }

    /** Where a service answers, without a path. */
    public String url(String service) {
        return ports.url(service);
    }

    /** Where the broker answers, {@code host:port}. */
    public String kafka() {
        return "127.0.0.1:" + ports.of(Ports.KAFKA);
    }

    /** The key of tenant {@code local}; made on the first call. */
    public String apiKey() {
        return keys.first();
    }

    /** The key of the admin API. */
    public String adminKey() {
        return Secrets.in(data).adminKey();
    }

    /** A new API key for a tenant. */
    public String newTenantKey(String tenant) {
        return keys.create(tenant, "key of " + tenant);
    }

    /** Addresses and keys in one. */
    public Endpoint endpoint() {
        return new Endpoint(baseUrl(), apiKey(), adminUrl(), adminKey());
    }

    /** Ends a process at once (SIGKILL) and waits until it is gone. */
    public void kill9(String name) {
        suite.kill9(name);
    }

    /** Ends the broker at once (SIGKILL) and waits until it is gone. */
    public void killBroker9() {
        kill9(Ports.KAFKA);
    }

    /** Starts a process that has ended, on the same port and data, and waits until it is ready. */
    public void restart(String name) {
        suite.start(name);
        suite.awaitReady(List.of(suite.process(name)), READY_WITHIN, ready -> {});
    }

    /** The number the system knows a process by. */
    public long pid(String name) {
        return suite.process(name).id().pid();
    }

    /** The log of a process: output of its current run only. */
    public Path log(String name) {
        return data.log(name);
    }

    /** The processes. */
    Suite suite() {
        return suite;
    }

    /** What runs, for other launchers to find. */
    RunFile runFile(Optional<ProcessId> supervisor, String settings) {
        return new RunFile(supervisor, settings, baseUrl(), adminUrl(), suite.processes());
    }

    /** Ends with the JVM from now on; what is given runs after that, and after {@link #close}. */
    LocalStack stoppedAtExit(Runnable afterwards) {
        whenStopped = afterwards;
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        return this;
    }

    private void stopNow() {
        suite.stop(GRACE_OF_A_STAGE);
        whenStopped.run();
        if (ownsData) {
            DataDir.remove(data.root());
        }
    }

    @Override
    public void close() {
        stopNow();
        try {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (IllegalStateException ending) {
            // The hook runs already and finds nothing to stop.
        }
    }

    /** Settings of a stack. */
    public static final class Builder {

        private Optional<Path> data = Optional.empty();
        private Optional<Path> config = Optional.empty();
        private Optional<RunFile> survivors = Optional.empty();
        private Consumer<String> say = text -> {};
        private int port;
        private String host = "127.0.0.1";
        private final Map<String, String> environment = new HashMap<>(System.getenv());
        private final Map<String, Map<String, String>> extra = new LinkedHashMap<>();

        private Builder() {}

        /** Where it stores; by default a new temporary folder that goes away with the stack. */
        public Builder data(Path folder) {
            data = Optional.of(folder);
            return this;
        }

        /** The gateway's port; 0, the default, means free ports for all. */
        public Builder port(int gateway) {
            port = gateway;
            return this;
        }

        /** What the gateway binds; loopback by default. */
        public Builder host(String address) {
            host = address;
            return this;
        }

        /** A {@code sluice.yaml} or properties file for all services. */
        public Builder config(Path file) {
            config = Optional.of(file);
            return this;
        }

        /** One more variable for all processes, such as {@code SLUICE_REDIS_URL}. */
        public Builder env(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** More variables for one process, such as {@code worker-service}. */
        public Builder env(String process, Map<String, String> variables) {
            extra.computeIfAbsent(process, name -> new HashMap<>()).putAll(variables);
            return this;
        }

        /** Takes over what still runs of an earlier launcher, on the same ports. */
        Builder adopting(RunFile run) {
            survivors = Optional.of(run);
            return this;
        }

        /** Where the choice of another port is told. */
        Builder telling(Consumer<String> listener) {
            say = listener;
            return this;
        }

        /** Starts all processes and returns once they are ready. */
        public LocalStack start() {
            LocalStack stack = create().stoppedAtExit(() -> {});
            try {
                return stack.start(ready -> {});
            } catch (RuntimeException notReady) {
                stack.close();
                throw notReady;
            }
        }

        /** A stack of which nothing was started yet. */
        LocalStack create() {
            DataDir folder = new DataDir(data.orElseGet(Builder::temporary));
            folder.prepare();
            Plan plan = new Plan(Home.find(), folder, ports(), host, config, Map.copyOf(environment), extra);
            plan.requireArtefacts();
            LocalStack stack = new LocalStack(plan, data.isEmpty());
            survivors.ifPresent(run -> run.alive().forEach(stack.suite::adopt));
            return stack;
        }

        private Ports ports() {
            if (survivors.isPresent()) {
                return Ports.of(survivors.get());
            }
            try (FreePorts free = new FreePorts()) {
                return Ports.choose(port, free::isFree, () -> anyOf(free), say);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int anyOf(FreePorts free) {
            try {
                return free.any();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("sluice-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
