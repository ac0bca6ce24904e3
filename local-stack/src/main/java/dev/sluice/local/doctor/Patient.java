package dev.sluice.local.doctor;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import java.util.Map;
import java.util.Optional;

/**
 * What is looked at.
 *
 * @param home the repository
 * @param data where a local stack keeps what it has
 * @param environment the variables that services would inherit
 * @param runs what listens where, by the name of a process, while a local stack runs; empty while none does
 */
public record Patient(Home home, DataDir data, Map<String, String> environment, Map<String, Integer> runs) {

    public Patient {
        environment = Map.copyOf(environment);
        runs = Map.copyOf(runs);
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
