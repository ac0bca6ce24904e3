package dev.sluice.local;

import dev.sluice.local.process.Memory;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Running;
import dev.sluice.local.text.Screen;
import dev.sluice.local.text.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code ./sluice status}: a line for each process. Exit code 0 when all are ready. */
final class Status {

    private final Screen screen;

    Status(Screen screen) {
        this.screen = screen;
    }

    int run(Place place) {
        RunFile run = place.running();
        Table table = new Table("name", "pid", "port", "state", "since", "RSS");
        long total = 0;
        boolean allReady = true;
        for (Running child : run.children()) {
            boolean alive = child.isAlive();
            boolean ready = alive && child.probe().isReady();
            allReady &= ready;
            OptionalLong memory = alive ? Memory.resident(child.id().pid()) : OptionalLong.empty();
            total += memory.orElse(0);
            table.row(
                    child.name(),
                    alive ? child.id().pid() : "-",
                    child.port(),
                    ready ? "ready" : alive ? "not ready" : "ended",
                    alive ? Screen.elapsed(Duration.between(child.id().startedAt(), Instant.now())) : "-",
                    memory.isPresent() ? mebibytes(memory.getAsLong()) : "-");
        }
        table.row("all", "", "", "", "", mebibytes(total));
        screen.say(table.render());
        screen.say("");
        screen.say("base URL  " + run.baseUrl() + "/v1");
        screen.say("watched   "
                + run.aliveSupervisor()
                        .map(handle -> "by ./sluice up (pid " + handle.pid() + "), which starts again what ends")
                        .orElse("by nobody; ./sluice up starts again what has ended"));
        List<String> ended = run.children().stream()
                .filter(child -> !child.isAlive())
                .map(Running::name)
                .toList();
        ended.forEach(name -> screen.say("Why " + name + " ended: ./sluice logs " + name));
        return allReady ? 0 : 1;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%d MiB", bytes >> 20);
    }
}
