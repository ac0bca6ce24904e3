package dev.sluice.local.process;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The processes of one local stack, by name, in the order of their plan. All methods may be called from any thread;
 * once {@link #stop} was called nothing starts any more.
 */
public final class Suite {

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration REAPING = Duration.ofSeconds(1);
    private static final int LINES_SHOWN = 20;
    private static final int SIGKILL_EXIT = 137;

    private final Map<String, Child> plan = new LinkedHashMap<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Process> ours = new LinkedHashMap<>();
    private boolean stopped;

    /** A suite that will run these children; nothing starts yet. */
    public Suite(List<Child> children) {
        children.forEach(child -> plan.put(child.name(), child));
    }

    /** Starts what does not run, in the order of the plan, without waiting for any to be ready. */
    public synchronized void startMissing() {
        plan.keySet().stream().filter(name -> !isAlive(name)).forEach(this::start);
    }

    /** Starts one child; {@link IllegalStateException} if it runs. */
    public synchronized void start(String name) {
        if (stopped) {
            return;
        }
        if (isAlive(name)) {
            throw new IllegalStateException(name + " runs already");
        }
        Child child = child(name);
        try {
            Process process = child.start();
            ours.put(name, process);
            running.put(name, Running.of(child, process));
        } catch (IOException e) {
            throw new Complaint(
                    name + " could not be started: " + e.getMessage(),
                    "Look whether " + child.command().getFirst() + " can be run and " + child.workDir() + " is there.");
        }
    }

    /** Takes over a process of an earlier launcher that still runs. */
    public synchronized void adopt(Running process) {
        running.put(process.name(), process);
    }

    /** What was started or adopted and not replaced since; some may have ended. */
    public synchronized List<Running> processes() {
        return List.copyOf(running.values());
    }

    /** One of the processes. */
    public synchronized Running process(String name) {
        return Optional.ofNullable(running.get(name))
                .orElseThrow(() -> new IllegalArgumentException("nothing named " + name + " was started"));
    }

    /** Those that ended by themselves. */
    public synchronized List<Running> dead() {
        return stopped
                ? List.of()
                : running.values().stream().filter(one -> !one.isAlive()).toList();
    }

    /**
     * Waits until these are ready and tells each as it becomes so. A child that ends meanwhile, or one that is not ready
     * in time, is a {@link Complaint} with the end of its log.
     */
    public void awaitReady(List<Running> which, Duration limit, Consumer<Running> whenReady) {
        Instant deadline = Instant.now().plus(limit);
        List<Running> waiting = new ArrayList<>(which);
        while (!waiting.isEmpty()) {
            for (Running one : List.copyOf(waiting)) {
                if (one.probe().isReady() && one.isAlive()) {
                    waiting.remove(one);
                    whenReady.accept(one);
                } else if (!one.isAlive()) {
                    throw new Complaint(obituary(one), "Mend what the log says, then run ./sluice up again.");
                }
            }
            if (!waiting.isEmpty() && Instant.now().isAfter(deadline)) {
                Running late = waiting.getFirst();
                throw new Complaint(
                        late.name() + " was not ready after " + limit.toSeconds() + " s"
                                + late.probe()
                                        .obstacle()
                                        .map(why -> " (" + why + ")")
                                        .orElse("")
                                + ".\n"
                                + LogTail.quoted(late.log(), LINES_SHOWN),
                        "If the machine is busy, run ./sluice up again; else mend what the log says.");
            }
            pause();
        }
    }

    /** How a process ended: its name, its exit code where it is known, and the end of its log. */
    public synchronized String obituary(Running one) {
        return one.name() + " ended" + exitCode(one.name()) + ".\n" + LogTail.quoted(one.log(), LINES_SHOWN);
    }

    /** Ends one process at once, as a power cut would (SIGKILL), and waits until it is gone. */
    public void kill9(String name) {
        process(name).id().alive().ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    /** Stops all in order; returns the names of those that had to be killed. Nothing starts afterwards. */
    public List<String> stop(Duration graceOfAStage) {
        List<Running> all;
        synchronized (this) {
            stopped = true;
            all = processes();
        }
        return Shutdown.stop(all, graceOfAStage);
    }

    private boolean isAlive(String name) {
        return Optional.ofNullable(running.get(name)).filter(Running::isAlive).isPresent();
    }

    private Child child(String name) {
        return Optional.ofNullable(plan.get(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing is named " + name + "; there are " + String.join(", ", plan.keySet())));
    }

    private String exitCode(String name) {
        return Optional.ofNullable(ours.get(name))
                .filter(Suite::isReaped)
                .map(Process::exitValue)
                .map(code -> " with exit code " + code + (code == SIGKILL_EXIT ? " (killed)" : ""))
                .orElse("");
    }

    /** The system shows an end a moment before this JVM knows the exit code. */
    private static boolean isReaped(Process ended) {
        try {
            return ended.waitFor(REAPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the processes", e);
        }
    }
}
