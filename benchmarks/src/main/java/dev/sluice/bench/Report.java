package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures of one benchmark run, printed as a table and written as JSON. */
public final class Report {

    private record Document(String name, Instant at, Machine machine, List<Row> rows) {}

    private final String name;
    private final Machine machine;
    private final List<Row> rows = new ArrayList<>();

    /** A report without rows yet. */
    public Report(String name, Machine machine) {
        this.name = name;
        this.machine = machine;
    }

    /** Adds a figure, and tells it at once: a run takes long, and what comes later may fail. */
    public void add(String metric, String unit, double value, @Nullable Double baseline, @Nullable Double goal) {
        var row = new Row(metric, unit, round(value), baseline == null ? null : round(baseline), goal);
        rows.add(row);
        System.out.printf(Locale.ROOT, "  %s %s %s%n", row.metric(), text(row.value()), row.unit());
    }

    /** Prints the table. */
    public void print(PrintStream out) {
        out.printf("%n%s on %s%n%n", name, machine.summary());
        out.printf(Locale.ROOT, "%-34s %12s %12s %12s  %s%n", "metric", "value", "beside", "goal", "unit");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-34s %12s %12s %12s  %s%n",
                    row.metric(),
                    text(row.value()),
                    text(row.baseline()),
                    text(row.goal()),
                    row.unit());
        }
    }

    /** Writes {@code <folder>/<name>.json}. */
    public Path write(Path folder, Instant at) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".json");
        new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .writerWithDefaultPrettyPrinter()
                .writeValue(file.toFile(), new Document(name, at, machine, rows));
        return file;
    }

    private static String text(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,.2f", value);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
