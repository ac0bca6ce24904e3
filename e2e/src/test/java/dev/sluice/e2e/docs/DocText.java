package dev.sluice.e2e.docs;

/** Javadoc as Markdown on one line: tags like {@code code} and {@code link} become code spans, block tags are left out. */
final class DocText {

    private DocText() {}

    static String plain(String comment) {
        String body = comment.split("(?m)^\\s*@", 2)[0];
        return body.replaceAll("\\{@(?:code|literal)\\s+([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\}", "`$1`")
                .replaceAll("\\{@link(?:plain)?\\s+[^}]*?([A-Za-z0-9_]+)(?:\\(\\))?\\}", "`$1`")
                .replaceAll("</?p>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }
}
