package dev.sluice.e2e.stories;

import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Processes of the suite that are stopped without being ended (SIGSTOP): the kernel still takes their connections, and
 * nobody answers. To a caller they are a black hole.
 */
final class Frozen {

    private static final Set<Long> PIDS = ConcurrentHashMap.newKeySet();

    private Frozen() {}

    /** Stops a process of a suite by its name. */
    static void freeze(LocalStack stack, String name) {
        freeze(stack.pid(name));
    }

    /** Stops a process. */
    static void freeze(long pid) {
        PIDS.add(pid);
        signal("-STOP", pid);
    }

    /** Lets all go on. */
    static void thawAll() {
        for (Long pid : Set.copyOf(PIDS)) {
            signal("-CONT", pid);
            PIDS.remove(pid);
        }
    }

    private static void signal(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
