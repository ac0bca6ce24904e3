package dev.sluice.worker.formats;

import dev.sluice.kit.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of documents that can be read. */
public enum Format {
    /** Plain text or Markdown, kept as it is. */
    TEXT {
        @Override
        public Reading read(byte[] bytes, Optional<Charset> charset, int largest) {
            return new Reading("", decoded(bytes, charset.orElse(StandardCharsets.UTF_8)));
        }
    },
    /** A page of the web. */
    HTML {
        @Override
        public Reading read(byte[] bytes, Optional<Charset> charset, int largest) {
            return HtmlText.read(bytes, charset);
        }
    },
    /** A PDF with text in it. */
    PDF {
        @Override
        public Reading read(byte[] bytes, Optional<Charset> charset, int largest) {
            return PdfText.read(bytes, largest);
        }
    };

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a document.
     *
     * @param charset as the sender named it; PDF has none
     * @param largest characters of text that are read from a compressed document; more is refused
     * @throws Refusal when it cannot be read, with the reason
     */
    public abstract Reading read(byte[] bytes, Optional<Charset> charset, int largest);

    /**
     * The format of a content type; of {@code application/octet-stream} or none, by the file's name.
     *
     * @throws Refusal 415 for others
     */
    public static Format of(@Nullable String contentType, @Nullable String fileName) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        String name = fileName == null ? "" : fileName.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/plain", "text/markdown", "text/x-markdown" -> TEXT;
            case "text/html", "application/xhtml+xml" -> HTML;
            case "application/pdf", "application/x-pdf" -> PDF;
            case "", "application/octet-stream" -> byName(name);
            default -> throw unsupported(type);
        };
    }

    private static Format byName(String name) {
        if (name.endsWith(".pdf")) {
            return PDF;
        }
        if (name.endsWith(".html") || name.endsWith(".htm") || name.endsWith(".xhtml")) {
            return HTML;
        }
        if (name.endsWith(".md") || name.endsWith(".markdown") || name.endsWith(".txt")) {
            return TEXT;
        }
        throw unsupported("application/octet-stream");
    }

    /**
     * The character set a content type names, if it names one.
     *
     * @throws Refusal 400 for one that is not known
     */
    public static Optional<Charset> charset(@Nullable String contentType) {
        Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
        if (!named.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(named.group(1)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Refusal.badRequest("bad_charset", "The character set of the content type is not known. Send UTF-8.");
        }
    }

    private static String decoded(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw broken("It holds zero bytes: it is no text. Name its content type.");
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw broken("It is not valid %s. Name its character set in the content type.".formatted(charset.name()));
        }
    }

    static Refusal broken(String why) {
        return Refusal.badRequest("broken_document", "The document cannot be read. " + why);
    }

    private static Refusal unsupported(String type) {
        return new Refusal(
                415,
                "unsupported_document",
                "Unsupported media type",
                "Documents are text/plain, text/markdown, text/html or application/pdf, or JSON with a text; not '%s'."
                        .formatted(type.length() > 100 ? type.substring(0, 100) : type));
    }
}
