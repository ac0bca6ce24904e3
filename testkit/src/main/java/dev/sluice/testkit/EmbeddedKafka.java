package dev.sluice.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this JVM, on loopback.
 *
 * <p>With a folder of your own the log outlives {@link #close()}: start another one on the same folder and port and the
 * records and committed offsets are there again.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;
    private static final int START_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final Path folder;
    private final boolean ownFolder;
    private final int port;
    private final int advertisedPort;

    private EmbeddedKafka(KafkaRaftServer server, Path folder, boolean ownFolder, int port, int advertisedPort) {
        this.server = server;
        this.folder = folder;
        this.ownFolder = ownFolder;
        this.port = port;
        this.advertisedPort = advertisedPort;
    }

    /** Starts a broker on free ports with a temporary log folder. Takes one to two seconds on a quiet machine. */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    /** For a folder, port or advertised port of your own. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code host:port} for clients: the advertised address. */
    public String bootstrap() {
        return "127.0.0.1:" + advertisedPort;
    }

    /** The port the broker itself listens on. */
    public int port() {
        return port;
    }

    /** Where the log is. */
    public Path folder() {
        return folder;
    }

    /** Stops in an orderly way; a temporary log folder is removed, a given one stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (ownFolder) {
            TempFolders.remove(folder);
        }
    }

    /** What may be chosen before the start. */
    public static final class Builder {

        private @Nullable Path folder;
        private int port;
        private int advertisedPort;
        private final Properties extra = new Properties();

        private Builder() {}

        /** The log folder; formatted when empty, kept after {@link EmbeddedKafka#close()}. */
        public Builder folder(Path value) {
            folder = value;
            return this;
        }

        /** The port to listen on; 0 (the default) means any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The port told to clients, when a {@link FaultProxy} stands in between; 0 means the real one. */
        public Builder advertisedPort(int value) {
            advertisedPort = value;
            return this;
        }

        /** One more broker setting, as in {@code server.properties}. */
        public Builder set(String key, String value) {
            extra.setProperty(key, value);
            return this;
        }

        /**
         * Starts the broker; returns when it serves clients.
         *
         * @throws IllegalStateException when it does not start, for instance because the port is taken
         */
        public EmbeddedKafka start() {
            BrokerLog.hush();
            Path chosen = folder;
            boolean own = chosen == null;
            Path log = chosen == null ? TempFolders.make("sluice-kafka-") : chosen;
            for (int attempt = 1; ; attempt++) {
                int controllerPort = Ports.free();
                int brokerPort = port != 0 ? port : otherThan(controllerPort);
                int told = advertisedPort != 0 ? advertisedPort : brokerPort;
                try {
                    format(log);
                    KafkaRaftServer server = boot(settings(log, brokerPort, controllerPort, told));
                    return new EmbeddedKafka(server, log, own, brokerPort, told);
                } catch (Exception e) {
                    if (attempt == START_ATTEMPTS || port != 0) {
                        throw new IllegalStateException(
                                "The embedded Kafka broker did not start on 127.0.0.1:" + brokerPort + " in " + log, e);
                    }
                }
            }
        }

        private static KafkaRaftServer boot(Properties settings) {
            var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            try {
                server.startup();
                return server;
            } catch (RuntimeException | Error e) {
                server.shutdown();
                throw e;
            }
        }

        private static int otherThan(int taken) {
            int port = Ports.free();
            return port == taken ? otherThan(taken) : port;
        }

        private static void format(Path log) throws Exception {
            if (Files.exists(log.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .run();
        }

        private Properties settings(Path log, int brokerPort, int controllerPort, int toldPort) {
            var p = new Properties();
            p.setProperty("process.roles", "broker,controller");
            p.setProperty("node.id", Integer.toString(NODE));
            p.setProperty(
                    "listeners", "BROKER://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
            p.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + toldPort);
            p.setProperty("inter.broker.listener.name", "BROKER");
            p.setProperty("controller.listener.names", "CONTROLLER");
            p.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
            p.setProperty("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
            p.setProperty("log.dirs", log.toString());
            p.setProperty("num.network.threads", "2");
            p.setProperty("num.io.threads", "2");
            p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
            p.setProperty("offsets.topic.num.partitions", "3");
            p.setProperty("offsets.topic.replication.factor", "1");
            p.setProperty("transaction.state.log.num.partitions", "3");
            p.setProperty("transaction.state.log.replication.factor", "1");
            p.setProperty("transaction.state.log.min.isr", "1");
            p.setProperty("share.coordinator.state.topic.replication.factor", "1");
            p.setProperty("share.coordinator.state.topic.min.isr", "1");
            p.setProperty("group.initial.rebalance.delay.ms", "0");
            // An unclean stop leaves a registration that must lapse before the next start: keep that short.
            p.setProperty("broker.session.timeout.ms", "1500");
            p.setProperty("broker.heartbeat.interval.ms", "300");
            p.putAll(extra);
            return p;
        }
    }
}
