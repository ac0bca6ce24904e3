package dev.sluice.worker.knowledge;

import dev.sluice.worker.language.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a document into passages: never across a Markdown heading, at paragraphs where they fit, else between sentences.
 * Each passage is a verbatim part of the text; where a paragraph is cut, a short sentence stands in both. Headings inside code fences are none.
 */
final class Chunks {

    private static final int WANTED = 900;
    private static final int LONGEST = 2_000;
    private static final int OVERLAP = 200;
    private static final Pattern HEADING = Pattern.compile("^ {0,3}(#{1,6})[ \\t]+(.+?)[ \\t]*#*[ \\t]*$");
    private static final Pattern LINE = Pattern.compile("[^\\n]*\\n?");

    private Chunks() {}

    /**
     * A passage.
     *
     * @param heading the headings it stands under, outermost first, joined by {@code " > "}; empty for none
     * @param text verbatim
     */
    record Chunk(String heading, String text) {

        /** What is embedded of it: the text under its title and headings, which often name what the text only calls "it". */
        String embedded(String title) {
            String above = shown(title);
            return above.isEmpty() ? text : above + "\n" + text;
        }

        /** The document's title with the headings it stands under, as citations show it. */
        String shown(String title) {
            if (heading.isEmpty() || heading.equals(title)) {
                return title;
            }
            // A document's first heading is often its title.
            return heading.startsWith(title + " > ") ? heading : title + " > " + heading;
        }
    }

    static List<Chunk> of(String text) {
        List<Chunk> chunks = new ArrayList<>();
        List<String> path = new ArrayList<>();
        int sectionStart = 0;
        boolean fenced = false;
        Matcher lines = LINE.matcher(text);
        while (lines.find() && lines.end() > lines.start()) {
            String line = lines.group().stripTrailing();
            fenced ^=
                    line.stripLeading().startsWith("```") || line.stripLeading().startsWith("~~~");
            Matcher heading = HEADING.matcher(line);
            if (!fenced && heading.matches()) {
                section(chunks, path, text.substring(sectionStart, lines.start()));
                int level = heading.group(1).length();
                while (path.size() >= level) {
                    path.removeLast();
                }
                while (path.size() < level - 1) {
                    path.add("");
                }
                path.add(heading.group(2));
                sectionStart = lines.end();
            }
        }
        section(chunks, path, text.substring(sectionStart));
        return chunks;
    }

    private static void section(List<Chunk> chunks, List<String> path, String text) {
        String heading =
                String.join(" > ", path.stream().filter(part -> !part.isEmpty()).toList());
        int start = 0;
        int end = 0;
        int last = 0;
        for (int[] piece : pieces(text)) {
            if (piece[1] - start > WANTED && end > start) {
                add(chunks, heading, text.substring(start, end));
                start = last > start && overlaps(text, last, piece) ? last : piece[0];
            }
            last = piece[0];
            end = piece[1];
        }
        add(chunks, heading, text.substring(start, Math.max(start, end)));
    }

    /** Whether the short sentence before a cut within a paragraph is repeated behind it, for what the next one refers to. */
    private static boolean overlaps(String text, int last, int[] piece) {
        return piece[0] - last <= OVERLAP
                && piece[1] - last <= WANTED
                && text.substring(last, piece[0]).indexOf("\n\n") < 0;
    }

    /** Paragraphs, and the sentences of those that are too long, as start and end; of a huge sentence, fixed cuts. */
    private static List<int[]> pieces(String text) {
        List<int[]> pieces = new ArrayList<>();
        int from = 0;
        Matcher blank = Pattern.compile("\\n[ \\t]*\\n").matcher(text);
        while (blank.find()) {
            paragraph(pieces, text, from, blank.end());
            from = blank.end();
        }
        paragraph(pieces, text, from, text.length());
        return pieces;
    }

    private static void paragraph(List<int[]> pieces, String text, int start, int end) {
        if (end - start <= WANTED) {
            pieces.add(new int[] {start, end});
            return;
        }
        List<Sentences.Sentence> sentences = Sentences.of(text.substring(start, end));
        for (int i = 0; i < sentences.size(); i++) {
            int from = start + sentences.get(i).start();
            int to = i + 1 < sentences.size() ? start + sentences.get(i + 1).start() : end;
            while (to - from > LONGEST) {
                int cut = Character.isLowSurrogate(text.charAt(from + LONGEST)) ? LONGEST - 1 : LONGEST;
                pieces.add(new int[] {from, from + cut});
                from += cut;
            }
            pieces.add(new int[] {from, to});
        }
    }

    private static void add(List<Chunk> chunks, String heading, String text) {
        String trimmed = text.strip();
        if (!trimmed.isEmpty()) {
            chunks.add(new Chunk(heading, trimmed));
        }
    }
}
