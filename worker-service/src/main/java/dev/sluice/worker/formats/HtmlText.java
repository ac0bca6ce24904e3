package dev.sluice.worker.formats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** A web page as Markdown: headings, paragraphs, list items, rows of tables and code; no menus, scripts or forms. Pure. */
final class HtmlText {

    private static final String LEFT_OUT = "script,style,noscript,template,nav,svg,iframe,form,head,[hidden]";
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "aside",
            "blockquote",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "table",
            "figure",
            "figcaption",
            "address",
            "details",
            "summary",
            "hr");

    private HtmlText() {}

    static Reading read(byte[] bytes, Optional<Charset> charset) {
        try {
            Document page = Jsoup.parse(
                    new ByteArrayInputStream(bytes), charset.map(Charset::name).orElse(null), "");
            String title = page.title().strip();
            page.select(LEFT_OUT).remove();
            Element main = page.selectFirst("main");
            var text = new Text();
            NodeTraversor.traverse(text, main != null && !main.text().isBlank() ? main : page.body());
            return new Reading(title, text.toString());
        } catch (IOException e) {
            throw Format.broken("It is no HTML.");
        }
    }

    private static final class Text implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                words(text);
            } else if (node instanceof Element element) {
                String name = element.normalName();
                int level = heading(name);
                if (level > 0) {
                    paragraph();
                    out.append("#".repeat(level)).append(' ');
                } else if (name.equals("li")) {
                    line();
                    out.append("- ");
                } else if (name.equals("br") || name.equals("tr")) {
                    line();
                } else if (name.equals("td") || name.equals("th")) {
                    cell();
                } else if (name.equals("pre")) {
                    paragraph();
                    out.append("```\n");
                } else if (BLOCKS.contains(name)) {
                    paragraph();
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                String name = element.normalName();
                if (name.equals("pre")) {
                    line();
                    out.append("```");
                }
                if (heading(name) > 0 || name.equals("pre") || BLOCKS.contains(name)) {
                    paragraph();
                }
            }
        }

        private void words(TextNode text) {
            if (isPreformatted(text)) {
                out.append(text.getWholeText());
                return;
            }
            String words = text.text().replaceAll("\\s+", " ");
            boolean fresh = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
            out.append(fresh ? words.stripLeading() : words);
        }

        private static boolean isPreformatted(TextNode text) {
            Element parent = text.parent();
            return parent != null && parent.closest("pre") != null;
        }

        private static int heading(String name) {
            boolean is = name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
            return is ? name.charAt(1) - '0' : 0;
        }

        private void cell() {
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append(" | ");
            }
        }

        private void line() {
            trim();
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append('\n');
            }
        }

        private void paragraph() {
            line();
            if (out.length() > 1 && out.charAt(out.length() - 2) != '\n') {
                out.append('\n');
            }
        }

        private void trim() {
            while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
                out.setLength(out.length() - 1);
            }
        }

        @Override
        public String toString() {
            return out.toString().strip();
        }
    }
}
