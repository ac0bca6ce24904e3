package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the control file: it is read every second, since changes of mounted Secrets are changes of links that no
 * watcher reports. A file that makes no sense stops the start; later on it is refused, and what it held before stays.
 * Blocks.
 */
@Singleton
public class FileWatch {

    static final int LARGEST = 1024 * 1024;

    private final @Nullable Path path;
    private final ControlFile file;
    private final ControlState state;
    private final Clock clock;
    private byte @Nullable [] seen;
    private volatile boolean stopping;
    private volatile String told = "none";
    private volatile boolean good = true;

    @Inject
    FileWatch(
            GatewayConfig config,
            @All List<FilePart> parts,
            ObjectMapper json,
            ControlState state,
            MeterRegistry meters) {
        this(config.controlFile(), new ControlFile(parts, json, System::getenv), state, Clock.systemUTC());
        Gauge.builder("sluice.gateway.control.file.good", this, watch -> watch.good ? 1 : 0)
                .description("1 if the control file is in force as it stands, 0 if its last version was refused")
                .register(meters);
    }

    FileWatch(Optional<Path> path, ControlFile file, ControlState state, Clock clock) {
        this.path = path.orElse(null);
        this.file = file;
        this.state = state;
        this.clock = clock;
    }

    void start(@Observes StartupEvent start) {
        if (path == null) {
            return;
        }
        look();
        if (!good) {
            throw new IllegalStateException(
                    "The control file %s (sluice.gateway.control-file) is not taken: %s".formatted(path, told));
        }
        Thread.ofVirtual().name("control-file").start(this::keepLooking);
    }

    void stop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    /** How the control file is: {@code none}, {@code loaded at ...} or {@code refused at ...} with the reason. */
    public String told() {
        return told;
    }

    /** Whether the file is in force as it stands. */
    public boolean isGood() {
        return good;
    }

    /** Reads the file, and takes it over if it changed. */
    void look() {
        try {
            byte[] now = bytes();
            if (Arrays.equals(now, seen)) {
                return;
            }
            seen = now;
            Records records = file.read(now);
            state.file(records);
            good = true;
            told = "loaded at " + now();
            Log.infof("control file %s: %d records in force", path, records.count());
        } catch (ControlFile.Bad e) {
            refuse(e.getMessage());
        } catch (IOException e) {
            seen = null;
            refuse("it cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    private void refuse(@Nullable String why) {
        if (good) {
            Log.errorf("control file %s refused, what it held before stays: %s", path, why);
        }
        good = false;
        told = "refused at " + now() + ": " + why;
    }

    private byte[] bytes() throws IOException, ControlFile.Bad {
        try (InputStream in = Files.newInputStream(Objects.requireNonNull(path))) {
            byte[] read = in.readNBytes(LARGEST + 1);
            if (read.length > LARGEST) {
                throw new ControlFile.Bad("it is larger than 1 MiB, which is all a Secret holds.");
            }
            return read;
        }
    }

    private void keepLooking() {
        while (!stopping) {
            try {
                TimeUnit.SECONDS.sleep(1);
                look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                Log.errorf(e, "looking at the control file failed unexpectedly");
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
