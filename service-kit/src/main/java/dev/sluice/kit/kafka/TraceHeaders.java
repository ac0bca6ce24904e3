package dev.sluice.kit.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Carries W3C trace context over Kafka in record headers ({@code traceparent}, {@code tracestate}). */
@ApplicationScoped
public class TraceHeaders {

    private final TextMapPropagator propagator;

    TraceHeaders(OpenTelemetry telemetry) {
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** Writes the given context into a record's headers. */
    public void write(Context context, Headers headers) {
        propagator.inject(context, headers, (carrier, key, value) -> {
            if (carrier != null) {
                carrier.add(key, value.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** The context a record was sent in; make it current to continue the trace. */
    public Context read(Headers headers) {
        return propagator.extract(Context.root(), headers, Getter.INSTANCE);
    }

    private enum Getter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            List<String> keys = new ArrayList<>();
            headers.forEach(header -> keys.add(header.key()));
            return keys;
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
