package dev.sluice.bench.capacity;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.UpstreamProcess;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the gateway, its siblings and the broker spend on one call of each kind, in microseconds of processor time: the
 * figures that sizing begins with. The whole suite runs as {@code ./sluice up} starts it, where the siblings' JVMs have the
 * quick compiler only, and the callers leave time between calls: an upper bound. What a call leaves to do later is counted too, since each part ends with a rest. Time that they spend
 * on nothing is taken off. {@code -Dsluice.bench.capacity.parts=chat,hit} measures some kinds only.
 */
public final class CapacityBench implements Bench.Scenario {

    private static final int CALLERS = 16;
    private static final int REST_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public void run(Report report) throws Exception {
        try (var upstream = UpstreamProcess.start();
                var stack = LocalStack.builder()
                        .env("OPENAI_BASE_URL", upstream.baseUrl())
                        .env("OPENAI_API_KEY", "bench")
                        .env("SLUICE_WORKER_TASKS_NOOP", "true")
                        .start()) {
            for (Work work : Work.all()) {
                call(stack, work, work.calls(), 0);
            }
            Reading atRest = Reading.of(stack);
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            Map<String, Double> rest = Reading.of(stack).rates(atRest);
            rest.forEach((process, rate) -> report.add("rest_" + process, "us/s", rate, null, null));
            Parts parts = Parts.chosenBy("sluice.bench.capacity.parts");
            for (Work work : Work.all()) {
                parts.measure(work.name(), () -> measure(report, stack, work, rest));
            }
            parts.end();
        }
    }

    private void measure(Report report, LocalStack stack, Work work, Map<String, Double> rest)
            throws IOException, InterruptedException {
        Reading before = Reading.of(stack);
        call(stack, work, work.calls(), work.calls());
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        Reading.of(stack)
                .each(work.calls(), before, rest)
                .forEach((process, micros) -> report.add(work.name() + "_" + process, "us", micros, null, null));
    }

    /** Makes so many calls, numbered from the first on; a call that is not answered well ends the part. */
    private void call(LocalStack stack, Work work, int calls, long first) throws InterruptedException {
        var next = new AtomicLong(first);
        var bad = new ArrayList<String>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.startVirtualThread(() -> {
                for (long number = next.getAndIncrement(); number < first + calls; number = next.getAndIncrement()) {
                    String answer = answer(stack, work, number);
                    if (!answer.isEmpty()) {
                        synchronized (bad) {
                            bad.add(answer);
                        }
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        if (!bad.isEmpty()) {
            throw new IllegalStateException(bad.size() + " calls of " + work.name() + " failed: " + bad.getFirst());
        }
    }

    /** Why it was not answered well; empty if it was. */
    private String answer(LocalStack stack, Work work, long number) {
        var request = HttpRequest.newBuilder(URI.create(stack.baseUrl() + work.path()))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + stack.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString(work.body().apply(number)));
        work.headers().forEach(request::header);
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() / 100 == 2 ? "" : response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }
}
