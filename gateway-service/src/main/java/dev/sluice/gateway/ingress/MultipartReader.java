package dev.sluice.gateway.ingress;

import dev.sluice.gateway.errors.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the fields {@code model} and {@code stream} of a form (RFC 7578) and notes places instead of copying. */
public final class MultipartReader {

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?:^|[;\\s])name=(?:\"([^\"]*)\"|([^;\\s]*))");
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_HEADERS = 4 * 1024;
    private static final int MOST_PARTS = 1_000;

    private final byte[] body;
    private final byte[] delimiter;
    private @Nullable Span model;
    private boolean stream;

    private MultipartReader(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether a body of this type is a form with files. */
    public static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /**
     * Reads a form. Takes about a millisecond for each few megabytes.
     *
     * @param defaultModel the model when the form names none; empty means it must
     * @throws ApiError when it cannot be understood
     */
    public static MultipartRequest read(byte[] body, String contentType, String defaultModel) {
        Matcher found = BOUNDARY.matcher(contentType);
        if (!found.find()) {
            throw invalid("The content-type of the form has no boundary.");
        }
        var reader = new MultipartReader(body, found.group(1) == null ? found.group(2) : found.group(1));
        reader.parts();
        Span at = reader.model;
        if (at == null && defaultModel.isEmpty()) {
            throw ApiError.invalid(
                    "model", "missing_field", "The field 'model' is missing. GET /v1/models lists what can be asked.");
        }
        String model =
                at == null ? defaultModel : new String(body, at.start(), at.end() - at.start(), StandardCharsets.UTF_8);
        return new MultipartRequest(new Body(body), model, at == null ? new Span(0, 0) : at, reader.stream);
    }

    private void parts() {
        int at = isAt(0, 2) ? delimiter.length - 2 : after(find(delimiter, 0));
        for (int part = 0; part < MOST_PARTS; part++) {
            if (startsWith(at, "--")) {
                return;
            }
            if (!startsWith(at, "\r\n")) {
                throw invalid("The form breaks off, or is not delimited as its content-type says.");
            }
            // Where there are no headers the blank line follows at once.
            int headersEnd = find("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), at);
            int end = find(delimiter, Math.max(at, headersEnd + 2));
            if (headersEnd < 0 || end < 0 || headersEnd - at > LONGEST_HEADERS) {
                throw invalid("The form breaks off, or is not delimited as its content-type says.");
            }
            field(new String(body, at, headersEnd - at, StandardCharsets.UTF_8), new Span(headersEnd + 4, end));
            at = after(end);
        }
        throw invalid("The form has more than %d parts.".formatted(MOST_PARTS));
    }

    private void field(String headers, Span value) {
        Matcher found = NAME.matcher(headers);
        if (!found.find() || headers.contains("filename")) {
            return;
        }
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        if (name.equals("model")) {
            if (model != null) {
                throw ApiError.invalid("model", "duplicate_field", "The field 'model' stands twice in the form.");
            }
            if (value.end() <= value.start() || value.end() - value.start() > LONGEST_NAME || hasControls(value)) {
                throw ApiError.invalid("model", "invalid_value", "The field 'model' is not the name of a model.");
            }
            model = value;
        } else if (name.equals("stream") && value.end() - value.start() == 4) {
            stream = new String(body, value.start(), 4, StandardCharsets.ISO_8859_1).equalsIgnoreCase("true");
        }
    }

    private boolean hasControls(Span value) {
        for (int i = value.start(); i < value.end(); i++) {
            if (body[i] >= 0 && body[i] < ' ') {
                return true;
            }
        }
        return false;
    }

    private int after(int delimiterAt) {
        if (delimiterAt < 0) {
            throw invalid("The form breaks off, or is not delimited as its content-type says.");
        }
        return delimiterAt + delimiter.length;
    }

    private boolean startsWith(int at, String text) {
        return at + 2 <= body.length && body[at] == text.charAt(0) && body[at + 1] == text.charAt(1);
    }

    /** Whether the delimiter, from this byte of it on, stands at the place. */
    private boolean isAt(int at, int from) {
        return matches(delimiter, from, at);
    }

    private int find(byte[] what, int from) {
        for (int i = Math.max(0, from); i <= body.length - what.length; i++) {
            if (body[i] == what[0] && matches(what, 0, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] what, int from, int at) {
        int count = what.length - from;
        if (at + count > body.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (body[at + i] != what[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static ApiError invalid(String message) {
        return ApiError.invalid(null, "invalid_form", message);
    }
}
