package dev.sluice.local.process;

import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was started in a data directory and by whom; kept in {@code run.json}, replaced whole so that a reader never
 * sees half of it. It holds no secrets.
 *
 * @param supervisor the launcher that watches, if one does
 * @param settings what the stack was started with, to tell whether a second start wants the same
 * @param baseUrl where the gateway answers
 * @param adminUrl where its admin API answers
 * @param children what was started
 */
public record RunFile(
        Optional<ProcessId> supervisor, String settings, String baseUrl, String adminUrl, List<Running> children) {

    public RunFile {
        children = List.copyOf(children);
    }

    /** Those of the children that are still there. */
    public List<Running> alive() {
        return children.stream().filter(Running::isAlive).toList();
    }

    /** The launcher that watches, if it is still there. */
    public Optional<ProcessHandle> aliveSupervisor() {
        return supervisor.flatMap(ProcessId::alive);
    }

    /** Reads the file; empty when there is none. A broken one is a complaint, for its processes would be forgotten. */
    public static Optional<RunFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(from(Json.parse(Files.readString(file))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new Complaint(
                    "The file " + file + " that tells what runs cannot be read (" + e.getMessage() + ").",
                    "End the processes of Sluice yourself if there are any, then remove the file.");
        }
    }

    /** Replaces the file. */
    public void write(Path file) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, toJson().write() + "\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Json toJson() {
        List<Object> processes = new ArrayList<>();
        supervisor.ifPresent(id -> processes.add(Json.object("pid", id.pid(), "startedAt", id.startedAt())));
        return Json.object(
                "supervisor", processes,
                "settings", settings,
                "baseUrl", baseUrl,
                "adminUrl", adminUrl,
                "children", children.stream().map(Running::toJson).toList());
    }

    private static RunFile from(Json json) {
        return new RunFile(
                json.at("supervisor").items().stream()
                        .findFirst()
                        .map(id -> new ProcessId(
                                id.at("pid").number(-1),
                                Instant.parse(id.at("startedAt").text("")))),
                json.at("settings").text(""),
                json.at("baseUrl").text(""),
                json.at("adminUrl").text(""),
                json.at("children").items().stream().map(Running::from).toList());
    }
}
