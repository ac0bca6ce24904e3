package dev.sluice.gateway.experiments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.gateway.control.ControlPart;
import dev.sluice.gateway.control.ParsedRecords;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The experiments that run now, by tenant: immutable and behind one reference, so that a call takes no lock. */
@Singleton
@RegisterForReflection(
        targets = {
            Experiment.class,
            Experiment.Variant.class,
            Experiment.Template.class,
            Experiment.RollBackTo.class,
            Experiment.Guardrail.class,
            Experiment.Method.class,
            Experiment.Change.class
        })
public class Experiments implements ControlPart {

    /** What a record says: who owns it, and the trial; no trial unless calls get something by it. */
    private record Read(Experiment experiment, @Nullable Trial trial) {}

    private final ParsedRecords<Read> records;
    private volatile Map<String, List<Trial>> running = Map.of();

    Experiments(ObjectMapper json) {
        this.records = new ParsedRecords<>(kind(), (id, record) -> {
            Experiment experiment = json.readValue(record, Experiment.class);
            return new Read(experiment, Trial.of(experiment));
        });
    }

    @Override
    public String kind() {
        return Experiment.KIND;
    }

    @Override
    public void replace(Map<String, byte[]> definitions) {
        records.replace(definitions);
        Map<String, List<Trial>> next = new HashMap<>();
        records.all().values().stream()
                // What is over and holds its control comes first: what runs has the last word.
                .sorted(Comparator.comparing((Read read) -> read.experiment().running())
                        .thenComparing(read -> read.experiment().name()))
                .forEach(read -> {
                    if (read.trial() != null) {
                        next.computeIfAbsent(read.experiment().tenant(), tenant -> new ArrayList<>())
                                .add(read.trial());
                    }
                });
        next.replaceAll((tenant, trials) -> List.copyOf(trials));
        running = Map.copyOf(next);
    }

    /**
     * The variants of a chat.
     *
     * @param model the model asked for
     * @param template the template that is filled in whichever version; absent if none
     * @param session the caller's {@code x-sluice-session}; absent if none was sent
     * @param key the key's public id; absent for other credentials
     * @param mayAsk whether the caller may ask a model
     */
    public Drawn draw(
            String tenant,
            String model,
            @Nullable String template,
            @Nullable String session,
            @Nullable String key,
            Predicate<String> mayAsk) {
        List<Trial> trials = running.get(tenant);
        if (trials == null) {
            return Drawn.NONE;
        }
        List<Trial.Arm> arms = new ArrayList<>(trials.size());
        for (Trial trial : trials) {
            Trial.Arm arm = trial.draw(model, template, session, key, mayAsk);
            if (arm != null) {
                arms.add(arm);
            }
        }
        return arms.isEmpty() ? Drawn.NONE : new Drawn(List.copyOf(arms));
    }
}
