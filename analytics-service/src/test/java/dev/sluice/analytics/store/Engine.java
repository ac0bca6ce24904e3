package dev.sluice.analytics.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A filled store for all tests of a class. Those of a ClickHouse are skipped where there is none. */
public abstract sealed class Engine<S extends AnalyticsStore> implements BeforeAllCallback, AfterAllCallback {

    private final Consumer<AnalyticsStore> fill;
    private @Nullable Path folder;

    @Nullable
    S store;

    private Engine(Consumer<AnalyticsStore> fill) {
        this.fill = fill;
    }

    /** DuckDB with what is filled in. */
    public static Engine<DuckStore> duck(Consumer<AnalyticsStore> fill) {
        return new Duck(fill);
    }

    /** ClickHouse with what is filled in. */
    public static Engine<ClickHouseStore> clickHouse(Consumer<AnalyticsStore> fill) {
        return new ClickHouse(fill);
    }

    /** The store. */
    public S store() {
        return Objects.requireNonNull(store);
    }

    /** A folder that is gone with it. */
    public Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** Another store over the same data. */
    public abstract S another();

    /** Tells a story of another, empty engine of the kind. */
    public abstract void withEmpty(Consumer<AnalyticsStore> story) throws Exception;

    abstract void start() throws Exception;

    abstract void stop() throws Exception;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("sluice-engine-");
        start();
        store = another();
        fill.accept(store);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (folder == null) {
            return;
        }
        stop();
        try (Stream<Path> files = Files.walk(folder())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private static final class Duck extends Engine<DuckStore> {

        private Duck(Consumer<AnalyticsStore> fill) {
            super(fill);
        }

        @Override
        void start() {}

        @Override
        public DuckStore another() {
            return StoreFixture.store(folder());
        }

        @Override
        public void withEmpty(Consumer<AnalyticsStore> story) throws IOException {
            DuckStore empty = StoreFixture.store(Files.createTempDirectory(folder(), "empty"));
            try {
                story.accept(empty);
            } finally {
                empty.close();
            }
        }

        @Override
        void stop() {
            if (store != null) {
                store.close();
            }
        }
    }

    private static final class ClickHouse extends Engine<ClickHouseStore> {

        private @Nullable ChdbFront front;

        private ClickHouse(Consumer<AnalyticsStore> fill) {
            super(fill);
        }

        @Override
        void start() throws IOException {
            assumeTrue(
                    ChdbFront.isThere(),
                    "no ClickHouse engine: run .ci/chdb and set %s to what it prints".formatted(ChdbFront.VARIABLE));
            front = ChdbFront.start(folder());
        }

        @Override
        public ClickHouseStore another() {
            return Objects.requireNonNull(front).store();
        }

        @Override
        public void withEmpty(Consumer<AnalyticsStore> story) throws Exception {
            try (ChdbFront other = ChdbFront.start(Files.createTempDirectory(folder(), "empty"));
                    ClickHouseStore empty = other.store()) {
                story.accept(empty);
            }
        }

        @Override
        void stop() throws InterruptedException {
            if (store != null) {
                store.close();
            }
            if (front != null) {
                front.close();
            }
        }
    }
}
