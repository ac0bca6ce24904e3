package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.broker.Broker;
import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import dev.sluice.local.doctor.Finding.Grade;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import dev.sluice.local.process.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Set-ups that are broken in the ways people break them, each told with what to do. */
class DoctorTest {

    @TempDir
    Path tmp;

    private Path home;

    @BeforeEach
    void aClone() throws IOException {
        home = Files.createDirectories(tmp.resolve("clone"));
        Files.createDirectories(home.resolve("docs"));
        Files.writeString(
                home.resolve("docs/configuration.md"),
                "| `sluice.kafka.bootstrap`<br>`SLUICE_KAFKA_BOOTSTRAP` | text |\n"
                        + "| `sluice.redis.url`<br>`SLUICE_REDIS_URL` | text |\n"
                        + "| `sluice.internal.secret`<br>`SLUICE_INTERNAL_SECRET` | text |\n"
                        + "| `x`<br>`SLUICE_GATEWAY_CACHE_REDIS_URL` | text |\n"
                        + "| `y`<br>`SLUICE_GATEWAY_ALIASES_<NAME>` | text |\n");
    }

    private Patient patient(Map<String, String> environment) {
        return new Patient(new Home(home), new DataDir(tmp.resolve("data")), environment, Map.of());
    }

    private static String shown(List<Finding> findings) {
        return Doctor.report(findings);
    }

    @Test
    void aMisspeltVariableIsToldWithTheOneThatWasMeant() {
        List<Finding> findings = SettingsLook.at(patient(Map.of("SLUICE_KAFKA_BOOTSTRAPS", "kafka:9092")));

        assertThat(findings).extracting(Finding::grade).containsExactly(Grade.BAD);
        assertThat(shown(findings))
                .contains("No service knows SLUICE_KAFKA_BOOTSTRAPS", "Did you mean SLUICE_KAFKA_BOOTSTRAP?");
    }

    @Test
    void aNameThatTheUserChoosesHimselfIsKnownByItsBeginning() {
        List<Finding> findings = SettingsLook.at(patient(Map.of("SLUICE_GATEWAY_ALIASES_FAST", "gpt-5-mini")));

        assertThat(findings).extracting(Finding::grade).containsExactly(Grade.WELL);
    }

    @Test
    void valuesThatCannotBeMeantAreToldAndNoSecretIsShown() {
        List<Finding> findings = SettingsLook.at(patient(Map.of(
                "SLUICE_KAFKA_BOOTSTRAP", "http://kafka:9092",
                "SLUICE_REDIS_URL", "hunter2@redis:6379",
                "SLUICE_INTERNAL_SECRET", "too-short")));

        assertThat(findings).hasSize(3).allMatch(finding -> finding.grade() == Grade.BAD);
        assertThat(shown(findings))
                .contains("which is no list of brokers", "does not begin with redis://", "openssl rand -hex 32")
                .doesNotContain("hunter2")
                .doesNotContain("too-short");
    }

    @Test
    void aRedisOfLeasesThatEvictsIsBad() throws IOException {
        try (Scripted redis = Scripted.redis("allkeys-lru", 1 << 30)) {
            List<Finding> findings =
                    RedisLook.at(patient(Map.of("SLUICE_REDIS_URL", "redis://:hunter2@127.0.0.1:" + redis.port())));

            assertThat(findings).extracting(Finding::grade).containsExactly(Grade.BAD, Grade.DOUBTFUL);
            assertThat(shown(findings))
                    .contains(
                            "may evict them (allkeys-lru)", "CONFIG SET maxmemory-policy noeviction", "share one Redis")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void twoRedisesAsTheyShouldBeAreWell() throws IOException {
        try (Scripted leases = Scripted.redis("noeviction", 0);
                Scripted cache = Scripted.redis("allkeys-lfu", 1 << 30)) {
            List<Finding> findings = RedisLook.at(patient(Map.of(
                    "SLUICE_REDIS_URL", "redis://127.0.0.1:" + leases.port(),
                    "SLUICE_GATEWAY_CACHE_REDIS_URL", "redis://127.0.0.1:" + cache.port())));

            assertThat(findings).extracting(Finding::grade).containsExactly(Grade.WELL, Grade.WELL);
        }
    }

    @Test
    void aCacheWithoutBoundAndOneThatMayNotEvictAreDoubtful() throws IOException {
        try (Scripted leases = Scripted.redis("noeviction", 0);
                Scripted unbounded = Scripted.redis("allkeys-lfu", 0);
                Scripted refusing = Scripted.redis("noeviction", 1 << 30)) {
            String url = "redis://127.0.0.1:" + leases.port();

            assertThat(shown(RedisLook.at(patient(Map.of(
                            "SLUICE_REDIS_URL",
                            url,
                            "SLUICE_GATEWAY_CACHE_REDIS_URL",
                            "redis://127.0.0.1:" + unbounded.port())))))
                    .contains("no bound on its memory", "0 to mend, 1 to think about");
            assertThat(shown(RedisLook.at(patient(Map.of(
                            "SLUICE_REDIS_URL",
                            url,
                            "SLUICE_GATEWAY_CACHE_REDIS_URL",
                            "redis://127.0.0.1:" + refusing.port())))))
                    .contains("once full it takes no new answers", "allkeys-lfu");
        }
    }

    @Test
    void aRedisThatIsNotThereAndOneThatIsNoRedisAreTold() throws IOException {
        int nobody;
        try (Scripted gone = new Scripted((in, out) -> {})) {
            nobody = gone.port();
        }
        try (Scripted web = new Scripted((in, out) -> {
            // What was asked is read first: a port closed over unread bytes resets, and its answer may be lost.
            in.read(new byte[512]);
            out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        })) {
            assertThat(shown(RedisLook.at(patient(Map.of("SLUICE_REDIS_URL", "redis://127.0.0.1:" + nobody)))))
                    .contains("nobody listens there", "unset SLUICE_REDIS_URL");
            assertThat(shown(RedisLook.at(patient(Map.of("SLUICE_REDIS_URL", "redis://127.0.0.1:" + web.port())))))
                    .contains("what answers does not speak Redis");
        }
    }

    @Test
    void aKafkaThatIsNotThereAndOneBehindTlsAreToldApart() throws IOException {
        int nobody;
        try (Scripted gone = new Scripted((in, out) -> {})) {
            nobody = gone.port();
        }
        try (Scripted closes = new Scripted((in, out) -> in.readNBytes(4))) {
            assertThat(KafkaLook.at(patient(Map.of("SLUICE_KAFKA_BOOTSTRAP", "127.0.0.1:" + nobody))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.grade()).isEqualTo(Grade.BAD);
                        assertThat(finding.what()).contains("nobody listens there");
                    });
            assertThat(KafkaLook.at(patient(Map.of("SLUICE_KAFKA_BOOTSTRAP", "127.0.0.1:" + closes.port()))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.grade()).isEqualTo(Grade.DOUBTFUL);
                        assertThat(finding.what()).contains("TLS or an account");
                    });
        }
    }

    @Test
    void aRealBrokerIsAskedForItsTopics() throws Exception {
        int port;
        try (FreePorts ports = new FreePorts()) {
            port = ports.any();
        }
        var suite = new Suite(List.of(new Child(
                "kafka",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        tmp.resolve("kafka").toString(),
                        Integer.toString(port)),
                Map.of(),
                tmp,
                tmp.resolve("tmp"),
                tmp.resolve("kafka.log"),
                port,
                Probe.port(port),
                0)));
        try {
            suite.startMissing();
            suite.awaitReady(suite.processes(), Duration.ofMinutes(1), one -> {});
            Patient patient = patient(Map.of("SLUICE_KAFKA_BOOTSTRAP", "127.0.0.1:" + port));

            String before = shown(KafkaLook.at(patient));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
                admin.createTopics(KafkaLook.TOPICS.stream()
                                .map(name -> new NewTopic(name, Optional.of(2), Optional.empty()))
                                .toList())
                        .all()
                        .get();
            }
            String after = shown(KafkaLook.at(patient));

            assertThat(before).contains("Kafka answers", "1 broker(s)", "not there yet", "sluice.tasks.state");
            assertThat(after).contains("All " + KafkaLook.TOPICS.size() + " topics are there", "All is well.");
        } finally {
            suite.kill9("kafka");
        }
    }

    @Test
    void aBrokerThatTellsAnAddressNobodyReachesIsBad() throws IOException {
        try (Scripted gone = new Scripted((in, out) -> {})) {
            gone.close();
            try (Scripted broker = new Scripted((in, out) -> {
                in.readNBytes(4);
                var answer = new java.io.ByteArrayOutputStream();
                var data = new java.io.DataOutputStream(answer);
                data.writeInt(1);
                data.writeInt(1);
                data.writeInt(0);
                data.writeUTF("127.0.0.1");
                data.writeInt(gone.port());
                data.writeShort(-1);
                data.writeInt(0);
                data.writeInt(0);
                new java.io.DataOutputStream(out).writeInt(answer.size());
                answer.writeTo(out);
                out.flush();
                in.read();
            })) {
                assertThat(shown(KafkaLook.at(patient(Map.of("SLUICE_KAFKA_BOOTSTRAP", "127.0.0.1:" + broker.port())))))
                        .contains("BAD", "where it cannot be reached", "advertised.listeners");
            }
        }
    }

    @Test
    void noProviderIsDoubtfulAndOneThatCannotBeReachedToo() throws IOException {
        int nobody;
        try (Scripted gone = new Scripted((in, out) -> {})) {
            nobody = gone.port();
        }

        assertThat(shown(KeysLook.at(patient(Map.of())))).contains("only the built-in model called local answers");
        assertThat(shown(KeysLook.at(patient(Map.of("OPENAI_API_KEY", "sk-sl-own-key")))))
                .as("a key of the suite's own is no provider's")
                .contains("No provider is named");
        assertThat(shown(KeysLook.at(patient(Map.of(
                        "OPENAI_API_KEY", "sk-hunter2", "OPENAI_BASE_URL", "http://127.0.0.1:" + nobody + "/v1")))))
                .contains("OpenAI cannot be reached", "nobody listens there")
                .doesNotContain("hunter2");
    }

    @Test
    void secretsThatOthersMayReadAreBad() throws IOException {
        Path secrets = Files.createDirectories(tmp.resolve("data/secrets"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
        Path key = Files.writeString(secrets.resolve("admin-key"), "hunter2");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(shown(KeysLook.at(patient(Map.of()))))
                .contains("admin-key can be read by others", "chmod 600 " + key)
                .doesNotContain("hunter2");
    }

    @Test
    void anOldJdkARuntimeLittleMemoryAndAFullDiskAreTold() {
        assertThat(MachineLook.jdk(24, tmp).remedy()).contains("JDK 25");
        assertThat(MachineLook.jdk(25, tmp).what()).contains("without a compiler");
        assertThat(MachineLook.memory((1536L << 20) - 1).grade()).isEqualTo(Grade.DOUBTFUL);
        assertThat(MachineLook.memory(1536L << 20).grade()).isEqualTo(Grade.WELL);
        assertThat(MachineLook.disk((1L << 30) - 1, tmp).grade()).isEqualTo(Grade.BAD);
        assertThat(MachineLook.disk(1L << 30, tmp).grade()).isEqualTo(Grade.WELL);
    }

    @Test
    void aServiceThatIsNotReadyIsTold() throws IOException {
        try (Scripted ready = new Scripted((in, out) -> {
                    in.read(new byte[1024]);
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes());
                });
                Scripted gone = new Scripted((in, out) -> {})) {
            gone.close();
            var patient = new Patient(
                    new Home(home),
                    new DataDir(tmp.resolve("data")),
                    Map.of(),
                    Map.of("cache-service", ready.port(), "worker-service", gone.port(), "kafka", 1));

            assertThat(shown(ServicesLook.at(patient)))
                    .contains("cache-service is ready", "worker-service is not ready", "./sluice logs worker");
        }
    }

    @Test
    void theWholeExaminationNeedsNothingToBeThereAndEndsWithASum() {
        List<Finding> findings = Doctor.examine(patient(Map.of("SLUICE_NO_SUCH_THING_AT_ALL", "1")));

        assertThat(Doctor.isWell(findings)).isFalse();
        assertThat(shown(findings))
                .contains(
                        "JDK ", "GiB are free", "Not built", "No service knows SLUICE_NO_SUCH_THING_AT_ALL", "to mend");
        assertThat(tmp.resolve("data")).as("a doctor changes nothing").doesNotExist();
    }
}
