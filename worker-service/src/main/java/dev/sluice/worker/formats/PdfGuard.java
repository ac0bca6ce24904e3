package dev.sluice.worker.formats;

import dev.sluice.kit.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * Refuses a PDF whose compressed parts unpack to more than a bound, before the library unpacks them into memory. Each part
 * is unpacked here into nothing and counted. A part packed more than once is refused: a bomb is made that way, and hardly
 * anything else.
 */
final class PdfGuard {

    private static final long LARGEST_PART = 64L * 1024 * 1024;
    private static final long LARGEST_TOGETHER = 256L * 1024 * 1024;
    private static final int DICTIONARY = 4_096;

    private static final Pattern STREAM = Pattern.compile("(?<!end)stream\\r?\\n");
    private static final Pattern PACKING =
            Pattern.compile("/(FlateDecode|LZWDecode|RunLengthDecode|Fl|LZW|RL)(?![A-Za-z0-9])");
    private static final Map<String, COSName> NAMES = Map.of(
            "FlateDecode", COSName.FLATE_DECODE,
            "Fl", COSName.FLATE_DECODE,
            "LZWDecode", COSName.LZW_DECODE,
            "LZW", COSName.LZW_DECODE,
            "RunLengthDecode", COSName.RUN_LENGTH_DECODE,
            "RL", COSName.RUN_LENGTH_DECODE);

    private PdfGuard() {}

    /** Too much has been unpacked. */
    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Counts and keeps nothing. */
    private static final class Counted extends OutputStream {
        private final long bound;
        private long count;

        Counted(long bound) {
            this.bound = bound;
        }

        @Override
        public void write(int b) throws IOException {
            count(1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            count(length);
        }

        private void count(int more) throws IOException {
            count += more;
            if (count > bound) {
                throw new Enough();
            }
        }
    }

    /** Passes, or throws 422. */
    static void check(byte[] pdf) {
        // One character a byte, so that places in the text are places in the file.
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        Matcher streams = STREAM.matcher(text);
        long together = 0;
        while (streams.find()) {
            String before = text.substring(Math.max(0, streams.start() - DICTIONARY), streams.start());
            String dictionary = before.substring(Math.max(0, before.lastIndexOf(" obj")));
            Matcher packing = PACKING.matcher(dictionary);
            if (!packing.find()) {
                continue;
            }
            COSName filter = NAMES.getOrDefault(packing.group(1), COSName.FLATE_DECODE);
            if (packing.find()) {
                throw bomb();
            }
            together += unpacked(pdf, streams.end(), filter);
            if (together > LARGEST_TOGETHER) {
                throw bomb();
            }
        }
    }

    private static long unpacked(byte[] pdf, int from, COSName filter) {
        var counted = new Counted(LARGEST_PART);
        try {
            FilterFactory.INSTANCE
                    .getFilter(filter)
                    .decode(new ByteArrayInputStream(pdf, from, pdf.length - from), counted, new COSDictionary(), 0);
        } catch (Enough e) {
            throw bomb();
        } catch (IOException | RuntimeException e) {
            // Broken, or no stream at all; what could be unpacked is counted, and the library says the rest.
        }
        return counted.count;
    }

    private static Refusal bomb() {
        return new Refusal(
                422,
                "document_unpacks_too_large",
                "Unprocessable document",
                "The PDF unpacks to more than %d MiB in one part or %d MiB together. Print it to a new PDF, or send its text."
                        .formatted(LARGEST_PART >> 20, LARGEST_TOGETHER >> 20));
    }
}
