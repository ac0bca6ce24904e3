package dev.sluice.local.process;

import dev.sluice.local.text.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that was started, as {@code run.json} remembers it; it may have ended since.
 *
 * @param name what people call it
 * @param id which process it is
 * @param port the port it answers on
 * @param log where its output goes
 * @param probe how to ask whether it is ready
 * @param stopOrder processes with a lower number are stopped first
 */
public record Running(String name, ProcessId id, int port, Path log, Probe probe, int stopOrder) {

    static Running of(Child child, Process process) {
        return new Running(
                child.name(),
                ProcessId.of(process.toHandle()),
                child.port(),
                child.log(),
                child.probe(),
                child.stopOrder());
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return id.alive().isPresent();
    }

    Json toJson() {
        return Json.object(
                "name", name,
                "pid", id.pid(),
                "startedAt", id.startedAt(),
                "port", port,
                "log", log,
                "probe", probe.at(),
                "stopOrder", stopOrder);
    }

    static Running from(Json json) {
        return new Running(
                json.at("name").text(""),
                new ProcessId(
                        json.at("pid").number(-1),
                        Instant.parse(json.at("startedAt").text(""))),
                (int) json.at("port").number(0),
                Path.of(json.at("log").text("")),
                new Probe(URI.create(json.at("probe").text(""))),
                (int) json.at("stopOrder").number(0));
    }
}
