package dev.sluice.worker.work;

import dev.sluice.kit.problem.Refusal;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of work there are. */
@ApplicationScoped
public class TaskTypes {

    private final Map<String, TaskType> types = new TreeMap<>();

    TaskTypes(@All List<TaskType> all) {
        all.stream().filter(TaskType::isOffered).forEach(type -> types.put(type.name(), type));
    }

    /** The type with this name; a 400 {@link Refusal} that lists the known ones when there is none. */
    public TaskType named(@Nullable String name) {
        return find(name == null ? "" : name).orElseThrow(() -> {
            String known = String.join(", ", types.keySet());
            return Refusal.badRequest(
                    "unknown_task_type",
                    name == null || name.isBlank()
                            ? "The field 'type' is missing. Known types: %s.".formatted(known)
                            : "There is no task type '%s'. Known types: %s."
                                    .formatted(name.length() > 60 ? name.substring(0, 60) + "…" : name, known));
        });
    }

    /** The type with this name. */
    public Optional<TaskType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
