package dev.sluice.analytics.report;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's events as a Parquet file: of 31 days at most, one file at a time. The file is written beside the store, sent as
 * it is read, and gone when it is closed.
 */
@Path("/analytics/export")
@Singleton
@Blocking
class ExportResource {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final String PREFIX = "export-";
    private static final String SUFFIX = ".parquet";

    private final Desk desk;
    private final AnalyticsStore store;
    private final java.nio.file.Path folder;
    private final Semaphore running = new Semaphore(1);

    ExportResource(Desk desk, AnalyticsStore store, DataConfig data) {
        this.desk = desk;
        this.store = store;
        this.folder = data.dir();
    }

    /** What a crash left. */
    void clean(@Observes StartupEvent start) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
                for (java.nio.file.Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Events of a period; of the last 24 hours when none is asked for. */
    @GET
    public Response export(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        Period period = desk.period(from, to, null);
        if (Duration.between(period.from(), period.to()).compareTo(LONGEST) > 0) {
            throw Refusal.badRequest(
                    "period_too_long",
                    "An export is of %d days at most. Ask for one period after the other.".formatted(LONGEST.toDays()));
        }
        if (!running.tryAcquire()) {
            throw new Refusal(
                    429,
                    "export_running",
                    "Another export is being written",
                    "One export is written at a time. Try again in a few seconds.",
                    Map.of("Retry-After", "5"));
        }
        try {
            return Desk.patiently(() -> file(desk.tenant(), period));
        } finally {
            running.release();
        }
    }

    private Response file(String tenant, Period period) {
        java.nio.file.Path file = folder.toAbsolutePath().resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            Files.createDirectories(folder);
            store.export(tenant, period.from(), period.to(), file);
            long size = Files.size(file);
            InputStream in = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
            return Response.ok(in, "application/vnd.apache.parquet")
                    .header("Content-Length", size)
                    .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name(period)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read back", e);
        }
    }

    private static String name(Period period) {
        return "events-%s-%s.parquet"
                .formatted(day(period.from().toString()), day(period.to().toString()));
    }

    private static String day(String instant) {
        return instant.substring(0, "2026-11-30".length());
    }
}
