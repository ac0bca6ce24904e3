package dev.sluice.cache.faq;

import dev.sluice.kit.problem.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 writes them: fields in quotes may hold commas, line breaks and doubled quotes. */
final class Csv {

    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private List<String> fields = new ArrayList<>();
    private int at;
    private int line = 1;
    private int began = 1;

    private Csv(String text) {
        this.text = text;
    }

    /**
     * A row.
     *
     * @param line the line it begins on, from 1
     */
    record Row(int line, List<String> fields) {

        Row {
            fields = List.copyOf(fields);
        }
    }

    /** All rows but blank ones. A 400 {@link Refusal} names the line of a quote that is never closed. */
    static List<Row> rows(String text) {
        Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text);
        csv.read();
        return csv.rows;
    }

    private void read() {
        while (at < text.length()) {
            fields.add(text.charAt(at) == '"' ? quoted() : plain());
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                if (at == text.length()) {
                    fields.add("");
                }
            } else {
                endRow();
            }
        }
        if (!fields.isEmpty()) {
            endRow();
        }
    }

    private void endRow() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
            line++;
        }
        if (fields.size() > 1 || !fields.getFirst().isBlank()) {
            rows.add(new Row(began, fields));
        }
        fields = new ArrayList<>();
        began = line;
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        int opened = line;
        var field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at == text.length() || ",\r\n".indexOf(text.charAt(at)) >= 0) {
                return field.toString();
            } else {
                throw Refusal.badRequest(
                        "invalid_csv",
                        "The CSV's line %d has text after a closing quote. Double the quotes within a field. Nothing was imported."
                                .formatted(line));
            }
        }
        throw Refusal.badRequest(
                "invalid_csv",
                "The quote that opens on the CSV's line %d is never closed. Nothing was imported.".formatted(opened));
    }
}
