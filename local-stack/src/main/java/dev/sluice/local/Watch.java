package dev.sluice.local;

import dev.sluice.local.process.RestartPolicy;
import dev.sluice.local.process.Running;
import dev.sluice.local.text.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Watches a started stack in the foreground: a process that ends is reported with the end of its log and started again,
 * unless it ends again and again.
 */
final class Watch {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Screen screen;
    private final LocalStack stack;
    private final Runnable changed;
    private final RestartPolicy policy = new RestartPolicy();
    private final Set<String> givenUp = new HashSet<>();

    Watch(Screen screen, LocalStack stack, Runnable changed) {
        this.screen = screen;
        this.stack = stack;
        this.changed = changed;
    }

    /** Returns only when the thread is interrupted; the JVM's end stops the processes. */
    void untilStopped() {
        while (!Thread.currentThread().isInterrupted()) {
            stack.suite().dead().stream()
                    .filter(one -> !givenUp.contains(one.name()))
                    .forEach(this::bury);
            pause();
        }
    }

    private void bury(Running dead) {
        screen.say("");
        screen.say(stack.suite().obituary(dead));
        if (policy.again(dead.name(), Instant.now())) {
            screen.say("Starting " + dead.name() + " again; the others go on.");
            stack.suite().start(dead.name());
            changed.run();
        } else {
            givenUp.add(dead.name());
            screen.say(dead.name() + " keeps ending and stays down; the others go on."
                    + " Mend what its log says, then Ctrl-C and ./sluice up.");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
