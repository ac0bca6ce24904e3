package dev.sluice.worker.formats;

import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF, page by page, within bounds of pages, text and time. Two at a time: a PDF takes memory. */
final class PdfText {

    private static final int MOST_PAGES = 2_000;
    private static final int FEWEST_LETTERS = 20;
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Semaphore PLACES = new Semaphore(2);
    private static final Pattern HYPHEN = Pattern.compile("(\\p{L})-\\r?\\n(\\p{Ll})");

    private PdfText() {}

    static Reading read(byte[] bytes, int largest) {
        if (!PLACES.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_many_pdfs",
                    "Service unavailable",
                    "Two PDFs are being read already. Send it again in a moment.",
                    Map.of("Retry-After", "2"));
        }
        try {
            PdfGuard.check(bytes);
            return read(bytes, largest, System.nanoTime() + WITHIN.toNanos());
        } catch (InvalidPasswordException e) {
            throw unreadable("encrypted_document", "The PDF is encrypted with a password. Send it without one.");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (e instanceof Refusal refusal) {
                throw refusal;
            }
            throw Format.broken("It is no PDF, or a damaged one.");
        } finally {
            PLACES.release();
        }
    }

    private static Reading read(byte[] bytes, int largest, long end) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            int pages = pdf.getNumberOfPages();
            if (pages > MOST_PAGES) {
                throw unreadable(
                        "too_many_pages",
                        "The PDF has %d pages; at most %d are read. Split it.".formatted(pages, MOST_PAGES));
            }
            var text = new Bounded(largest, end);
            var stripper = new PDFTextStripper();
            stripper.setAddMoreFormatting(true);
            for (int page = 1; page <= pages; page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                stripper.writeText(pdf, text);
            }
            String read = HYPHEN.matcher(text.toString()).replaceAll("$1$2").strip();
            if (read.codePoints().filter(Character::isLetterOrDigit).count() < FEWEST_LETTERS) {
                throw unreadable(
                        "no_text_in_document",
                        "The PDF's %d pages hold no text; they are probably scanned. Run text recognition (OCR) on it first."
                                .formatted(pages));
            }
            String title = pdf.getDocumentInformation().getTitle();
            return new Reading(title == null ? "" : title.strip(), read);
        }
    }

    private static Refusal unreadable(String code, String detail) {
        return new Refusal(422, code, "Unprocessable document", detail);
    }

    /** Takes text up to a bound and a time. */
    private static final class Bounded extends StringWriter {
        private final int largest;
        private final long end;

        Bounded(int largest, long end) {
            this.largest = largest;
            this.end = end;
        }

        @Override
        public void write(String text) {
            check(text.length());
            super.write(text);
        }

        @Override
        public void write(char[] text, int from, int length) {
            check(length);
            super.write(text, from, length);
        }

        private void check(int more) {
            if (getBuffer().length() + (long) more > largest) {
                throw new Refusal(
                        413,
                        "document_too_large",
                        "Document too large",
                        "The PDF holds more than %d characters of text. Split it.".formatted(largest));
            }
            if (System.nanoTime() - this.end > 0) {
                throw unreadable(
                        "document_takes_too_long",
                        "The PDF's text was not read within %s. Print it to a new PDF, or send its text."
                                .formatted(WITHIN));
            }
        }
    }
}
