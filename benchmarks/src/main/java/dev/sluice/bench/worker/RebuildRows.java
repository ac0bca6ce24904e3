package dev.sluice.bench.worker;

import dev.sluice.bench.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How long a worker that starts with nothing takes until it knows 100,000 tasks from the state topic. */
final class RebuildRows {

    private static final int TASKS = 100_000;

    private RebuildRows() {}

    static void add(Report report) throws Exception {
        try (Rig rig = Rig.start(1, true, Map.of())) {
            rig.kill(0);
            seed(rig.bootstrap());
            long begin = System.nanoTime();
            rig.restart(0);
            long ready = System.nanoTime();
            while (!status(rig).contains("\"tasks\":\"current\"")) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            long known = System.nanoTime();
            String status = status(rig);
            if (!status.contains("\"tasks.known\":\"" + TASKS + "\"")) {
                throw new IllegalStateException("not all tasks are known: " + status);
            }
            report.add("rebuild_100k_s", "s", (known - begin) / 1e9, 15.0, 6.0);
            report.add("rebuild_after_ready_s", "s", (known - ready) / 1e9, null, null);
        }
    }

    /** Finished tasks of a hundred tenants, as workers write them. */
    private static void seed(String bootstrap) throws Exception {
        List<Future<?>> sending = new ArrayList<>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "compression.type", "lz4"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            String now = Instant.now().toString();
            for (int i = 0; i < TASKS; i++) {
                String id = "01990000-0000-7000-8000-%012d".formatted(i);
                String task = """
                        {"schema":1,"id":"%s","version":3,"tenant":"tenant-%d","type":"summary","priority":"normal",\
                        "createdAt":"%s","state":"succeeded","attempt":1,"handedBack":false,"progress":100,\
                        "startedAt":"%s","finishedAt":"%s","updatedAt":"%s",\
                        "result":{"summary":"A sluice is a gate that controls the flow of water."},\
                        "madeBy":"local:lexrank"}""".formatted(id, i % 100, now, now, now, now);
                sending.add(producer.send(
                        new ProducerRecord<>("sluice.tasks.state", id, task.getBytes(StandardCharsets.UTF_8))));
            }
            for (Future<?> one : sending) {
                one.get();
            }
        }
    }

    private static String status(Rig rig) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(rig.url(0) + "/internal/status"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
