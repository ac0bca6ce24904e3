package dev.sluice.worker.files;

import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes uploaded files in: they exist when this returns, whole. Holds a piece of each at a time. */
@ApplicationScoped
class FileIntake {

    private static final int LONGEST_NAME = 255;
    private static final int BUFFER = 64 * 1024;
    private static final long SHORTEST_LIFE = 3_600;
    private static final long LONGEST_LIFE = 2_592_000;

    private final FileStore store;
    private final FilesConfig config;
    private final Clock clock;

    FileIntake(FileStore store, FilesConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Reads a form to its end and keeps its file.
     *
     * @throws Refusal 400 for what is wrong with the form, 413 when the file is too large, 429 when the tenant has too
     *     much, 503 when Kafka does not take it
     */
    StoredFile take(String tenant, Inflow form) {
        room(tenant, 0);
        FileSink sink = store.write(tenant, FileStore.newId());
        boolean kept = false;
        try {
            copy(form, sink);
            String name = checkedName(form.name());
            checkPurpose(form.field("purpose"));
            Instant expires = clock.instant().plus(life(form));
            if (sink.bytes() == 0) {
                throw Refusal.badRequest("empty_file", "The file is empty. Send JSON lines, one request a line.");
            }
            room(tenant, sink.bytes());
            StoredFile file = store.describe(sink, tenant, name, StoredFile.BATCH, expires);
            store.publish(file);
            kept = true;
            return file;
        } catch (FilesAway e) {
            throw away();
        } catch (IOException e) {
            throw Refusal.badRequest(
                    "upload_broken", "The upload was not received whole: %s. Send it again.".formatted(e.getMessage()));
        } finally {
            if (!kept) {
                form.refuse();
                store.abandon(sink);
            }
        }
    }

    private void copy(Inflow form, FileSink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long largest = config.largest().asLongValue();
        for (int read = form.read(buffer, 0, BUFFER); read >= 0; read = form.read(buffer, 0, BUFFER)) {
            if (sink.bytes() + read > largest) {
                throw tooLarge(largest);
            }
            sink.write(buffer, 0, read);
        }
    }

    static Refusal tooLarge(long largest) {
        return new Refusal(
                413,
                "file_too_large",
                "File too large",
                "A file has at most %d bytes. Split it into several batches.".formatted(largest));
    }

    static Refusal away() {
        return new Refusal(
                503,
                "kafka_away",
                "Service unavailable",
                "Kafka did not answer in time. Send the request again; a file that was not acknowledged does not exist.",
                Map.of("Retry-After", "5"));
    }

    private void room(String tenant, long more) {
        if (store.of(tenant).size() >= config.perTenant()
                || store.bytes(tenant) + more > config.bytesPerTenant().asLongValue()) {
            throw new Refusal(
                    429,
                    "files_full",
                    "Too many files",
                    "This tenant may keep %d files with %d bytes together. Delete some with DELETE /v1/files/{id}, or give them a shorter expires_after."
                            .formatted(
                                    config.perTenant(), config.bytesPerTenant().asLongValue()));
        }
    }

    private static String checkedName(@Nullable String name) {
        if (name == null) {
            throw Refusal.badRequest(
                    "missing_file",
                    "The form has no file, or one without a filename. Send multipart/form-data with purpose=batch and file=@requests.jsonl.");
        }
        String plain = name.replaceAll("[\\p{Cntrl}\"\\\\/]", "_");
        if (plain.isBlank()) {
            return "upload.jsonl";
        }
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    }

    private static void checkPurpose(@Nullable String purpose) {
        if (purpose == null) {
            throw Refusal.badRequest("missing_purpose", "The field 'purpose' is missing. Send purpose=batch.");
        }
        if (!purpose.equals(StoredFile.BATCH)) {
            throw Refusal.badRequest("unsupported_purpose", "Files are kept for batches only. Send purpose=batch.");
        }
    }

    private Duration life(Inflow form) {
        String anchor = form.field("expires_after[anchor]");
        String seconds = form.field("expires_after[seconds]");
        if (anchor == null && seconds == null) {
            return config.keep();
        }
        if (!"created_at".equals(anchor) || seconds == null || !seconds.matches("\\d{1,9}")) {
            throw badLife();
        }
        return life(Long.parseLong(seconds));
    }

    /** A life in seconds as OpenAI allows it, or a {@link Refusal}. */
    static Duration life(long seconds) {
        if (seconds < SHORTEST_LIFE || seconds > LONGEST_LIFE) {
            throw badLife();
        }
        return Duration.ofSeconds(seconds);
    }

    private static Refusal badLife() {
        return Refusal.badRequest(
                "bad_expires_after",
                "expires_after takes anchor 'created_at' and seconds from %d (an hour) to %d (30 days)."
                        .formatted(SHORTEST_LIFE, LONGEST_LIFE));
    }
}
