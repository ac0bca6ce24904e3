package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.DocumentRequest;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.formats.Format;
import dev.sluice.worker.formats.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was posted, made a document or refused with what is wrong with it. */
final class Posted {

    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}._~:@+-]{1,200}");
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}._:-]{1,60}");
    private static final int MOST_LABELS = 20;
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_URL = 2_000;

    private final Clock clock;
    private final long largest;

    /**
     * Reads and checks.
     *
     * @param largest bytes of a document, as it comes and as text
     */
    Posted(Clock clock, long largest) {
        this.clock = clock;
        this.largest = largest;
    }

    /** What is said of a document beside itself. */
    record About(
            @Nullable String id,
            @Nullable String title,
            @Nullable String url,
            List<String> labels) {
        About {
            labels = List.copyOf(labels);
        }
    }

    /** A document from its bytes. */
    Document read(String tenant, byte[] body, @Nullable String contentType, @Nullable String fileName, About about) {
        if (body.length > largest) {
            throw tooLarge("The document has %d bytes".formatted(body.length));
        }
        if (body.length == 0) {
            throw Refusal.badRequest("missing_text", "The document is empty.");
        }
        Reading reading = Format.of(contentType, fileName)
                .read(body, Format.charset(contentType), Math.toIntExact(Math.min(largest, Integer.MAX_VALUE)));
        String title = about.title() == null || about.title().isBlank() ? cut(reading.title()) : about.title();
        return checked(tenant, new DocumentRequest(about.id(), title, reading.text(), about.url(), about.labels()));
    }

    /** A document from its text. */
    Document checked(String tenant, DocumentRequest request) {
        String text = request.text();
        if (text == null || text.isBlank()) {
            throw Refusal.badRequest(
                    "missing_text",
                    "There is no text, or it is blank. Send {\"title\": \"...\", \"text\": \"...\"}, or a document"
                            + " with text.");
        }
        long size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > largest) {
            throw tooLarge("The text has %d bytes".formatted(size));
        }
        String id = request.id();
        if (id != null && !ID.matcher(id).matches()) {
            throw Refusal.badRequest(
                    "bad_document_id", "An id has 1 to 200 letters, digits or . _ ~ : @ + -. Leave it out to get one.");
        }
        String title = request.title() == null || request.title().isBlank() ? firstLine(text) : request.title();
        String url = request.url();
        if (title.length() > LONGEST_TITLE || (url != null && url.length() > LONGEST_URL)) {
            throw Refusal.badRequest(
                    "field_too_long",
                    "A title has at most %d characters, a url %d.".formatted(LONGEST_TITLE, LONGEST_URL));
        }
        return new Document(
                Document.SCHEMA,
                tenant,
                id == null ? Ids.next() : id,
                title,
                url,
                text,
                labels(request.labels() == null ? List.of() : request.labels()),
                clock.instant());
    }

    /** Labels, each once. */
    static List<String> labels(List<String> given) {
        List<String> labels = given.stream().distinct().toList();
        if (labels.size() > MOST_LABELS
                || labels.stream().anyMatch(label -> !LABEL.matcher(label).matches())) {
            throw Refusal.badRequest(
                    "bad_labels",
                    "There are at most %d labels, each of 1 to 60 letters, digits or . _ : -.".formatted(MOST_LABELS));
        }
        return labels;
    }

    private Refusal tooLarge(String what) {
        return new Refusal(
                413,
                "document_too_large",
                "Document too large",
                "%s; a document has at most %d. Split it.".formatted(what, largest));
    }

    private static String cut(String title) {
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE - 1) + "…" : title;
    }

    private static String firstLine(String text) {
        String line = text.strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^#+\\s*", "")
                .strip();
        return line.length() > 80 ? line.substring(0, 79) + "…" : line;
    }
}
