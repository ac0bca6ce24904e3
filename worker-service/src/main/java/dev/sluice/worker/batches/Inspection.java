package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.worker.batches.Batch.Fault;
import dev.sluice.worker.batches.Batch.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at an input file line by line: what is wrong with it, and what there is to do. Pure. */
final class Inspection {

    /** Faults that are told; more would help nobody. */
    static final int MOST_FAULTS = 100;

    private final String endpoint;
    private final int most;
    private final int slice;
    private final ObjectReader reader;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> models = new LinkedHashMap<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int total;

    /**
     * An inspection that has seen nothing yet.
     *
     * @param most how many requests there may be
     * @param slice how many requests a slice has
     */
    Inspection(String endpoint, int most, int slice, ObjectReader reader) {
        this.endpoint = endpoint;
        this.most = most;
        this.slice = slice;
        this.reader = reader;
    }

    /** Takes the next line; false when there is no point in seeing more. */
    boolean see(Lines.Raw line) {
        if (total == most) {
            fault(
                    "too_many_requests_in_file",
                    "The file has more than %d requests. Split it into several batches.".formatted(most),
                    null,
                    line.number());
            return false;
        }
        if (total % slice == 0) {
            starts.add(line.start());
        }
        total++;
        try {
            check(line);
        } catch (Ask.Bad e) {
            fault(e.code(), String.valueOf(e.getMessage()), e.param().isEmpty() ? null : e.param(), line.number());
        }
        return !isFull();
    }

    /** Whether as much is wrong as is told. */
    boolean isFull() {
        return faults.size() >= MOST_FAULTS;
    }

    private void check(Lines.Raw line) throws Ask.Bad {
        if (line.tooLong()) {
            throw new Ask.Bad("line_too_long", "", "This line is longer than a request may be.");
        }
        Ask ask = Ask.of(line.bytes(), endpoint, reader);
        if (!names.add(ask.customId())) {
            throw new Ask.Bad(
                    "duplicate_custom_id",
                    "custom_id",
                    "This custom_id was used by an earlier line. Give each request a name of its own.");
        }
        models.putIfAbsent(ask.model(), line.number());
    }

    /** Something is wrong that is not in a line alone. */
    void fault(String code, String message, @Nullable String param, @Nullable Integer line) {
        faults.add(new Fault(code, message, param, line));
    }

    /** The models that are asked, with the first line that asks each. */
    Map<String, Integer> models() {
        return models;
    }

    /** What is wrong, once all lines were seen; empty when nothing is. */
    List<Fault> faults() {
        if (total == 0 && faults.isEmpty()) {
            fault("empty_file", "The file has no requests. Send one JSON object a line.", null, null);
        }
        return faults;
    }

    /** What there is to do. */
    Work work() {
        return new Work(total, slice, starts);
    }
}
