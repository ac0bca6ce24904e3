package dev.sluice.bench.capacity;

import dev.sluice.bench.load.ProcessCpu;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Processor time that the processes of a suite had used at a moment.
 *
 * @param nanos the moment, as {@link System#nanoTime}
 * @param micros by process, in the order of a table
 */
record Reading(long nanos, Map<String, Double> micros) {

    private static final List<String> SERVICES = List.of("gateway", "cache", "optimizer", "worker", "analytics");
    private static final String BROKER = "kafka";

    static Reading of(LocalStack stack) throws IOException {
        Map<String, Double> micros = new LinkedHashMap<>();
        for (String service : SERVICES) {
            micros.put(service, ProcessCpu.micros(stack.pid(service + "-service")));
        }
        micros.put(BROKER, ProcessCpu.micros(stack.pid(BROKER)));
        return new Reading(System.nanoTime(), micros);
    }

    /** Microseconds per second that each process used since an earlier reading. */
    Map<String, Double> rates(Reading earlier) {
        return since(earlier, process -> 0, (nanos - earlier.nanos) / 1e9);
    }

    /** Microseconds that each process used for each of so many calls since an earlier reading, beyond its rate at rest. */
    Map<String, Double> each(int calls, Reading earlier, Map<String, Double> rest) {
        double seconds = (nanos - earlier.nanos) / 1e9;
        return since(earlier, process -> rest.getOrDefault(process, 0.0) * seconds, calls);
    }

    private Map<String, Double> since(Reading earlier, ToDoubleFunction<String> less, double units) {
        Map<String, Double> each = new LinkedHashMap<>();
        micros.forEach((process, now) -> each.put(
                process,
                Math.max(0, (now - earlier.micros.getOrDefault(process, 0.0) - less.applyAsDouble(process)) / units)));
        return each;
    }
}
