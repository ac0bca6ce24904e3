package dev.sluice.worker.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kit.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

    private static final int LARGE = 1_000_000;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "text/plain, -, TEXT",
                "text/markdown; charset=utf-8, -, TEXT",
                "TEXT/HTML, -, HTML",
                "application/pdf, x.txt, PDF",
                "application/octet-stream, Guide.PDF, PDF",
                "-, page.htm, HTML",
                "application/octet-stream, notes.md, TEXT"
            })
    void the_content_type_decides_and_else_the_files_name(String type, String name, Format format) {
        assertThat(Format.of(type, name)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"application/zip, x.pdf", "application/octet-stream, x.exe", "-, -", "image/png, -"})
    void other_kinds_are_refused(String type, String name) {
        assertThatThrownBy(() -> Format.of(type, name)).matches(e -> ((Refusal) e).status() == 415);
    }

    @Test
    void text_is_kept_as_it_is_and_bad_bytes_are_refused() {
        assertThat(text("# Häuser\n\nText.".getBytes(StandardCharsets.UTF_8), null))
                .isEqualTo("# Häuser\n\nText.");
        assertThat(text("Häuser".getBytes(StandardCharsets.ISO_8859_1), "text/plain; charset=iso-8859-1"))
                .isEqualTo("Häuser");
        refused(() -> text("Häuser".getBytes(StandardCharsets.ISO_8859_1), null), 400, "broken_document");
        refused(() -> text(new byte[] {65, 0, 66}, null), 400, "broken_document");
        refused(() -> text(new byte[] {65}, "text/plain; charset=klingon"), 400, "bad_charset");
    }

    @Test
    void a_page_becomes_headings_paragraphs_items_and_cells_without_its_menus_and_scripts() {
        String page = """
            <html><head><title> The  guide </title><style>p {}</style></head><body><nav>Home | About</nav>
            <h1>Guide</h1><p>One <b>bold</b>
            line.</p><h2>List</h2><ul><li>first</li><li>second</li></ul><script>alert(1)</script>
            <table><tr><th>Tier</th><th>Limit</th></tr><tr><td>free</td><td>100</td></tr></table>
            <pre>  a = 1
              b = 2</pre><p hidden>secret</p></body></html>\
            """;

        Reading reading = Format.HTML.read(page.getBytes(StandardCharsets.UTF_8), Optional.empty(), LARGE);

        assertThat(reading.title()).isEqualTo("The guide");
        assertThat(reading.text()).isEqualTo("""
            # Guide

            One bold line.

            ## List

            - first
            - second

            Tier | Limit
            free | 100

            ```
              a = 1
              b = 2
            ```\
            """);
    }

    @Test
    void a_very_deep_page_is_read_without_falling() {
        String deep = "<div>".repeat(50_000) + "bottom" + "</div>".repeat(50_000);

        assertThat(Format.HTML
                        .read(deep.getBytes(StandardCharsets.UTF_8), Optional.empty(), LARGE)
                        .text())
                .contains("bottom");
    }

    @Test
    void a_pdfs_text_and_title_are_read() throws IOException {
        Reading reading =
                Format.PDF.read(pdf(3, "Tides follow the moon, and the sun a little.", null), Optional.empty(), LARGE);

        assertThat(reading.title()).isEqualTo("On tides");
        assertThat(reading.text()).contains("Tides follow the moon").contains("a little.");
    }

    @Test
    void an_encrypted_a_scanned_and_a_damaged_pdf_are_refused_each_with_its_reason() throws IOException {
        byte[] whole = pdf(1, "Tides follow the moon, and the sun a little.", null);

        refused(() -> read(pdf(1, "Secret tides of the moon and sun.", "word")), 422, "encrypted_document");
        refused(() -> read(pdf(2, "", null)), 422, "no_text_in_document");
        refused(() -> read("hello".getBytes(StandardCharsets.UTF_8)), 400, "broken_document");
        refused(() -> read(java.util.Arrays.copyOf(whole, 40)), 400, "broken_document");
        refused(() -> read(new byte[1_000]), 400, "broken_document");
    }

    @Test
    void pages_are_read_up_to_their_number_and_text_up_to_its_bound() throws IOException {
        byte[] most = pdf(2_000, "Tides of page.", null);
        assertThat(Format.PDF.read(most, Optional.empty(), LARGE).text()).contains("Tides");
        refused(() -> read(pdf(2_001, "Tides of page.", null)), 422, "too_many_pages");
        refused(() -> Format.PDF.read(most, Optional.empty(), 1_000), 413, "document_too_large");
    }

    @Test
    void a_pdf_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() throws IOException {
        byte[] bomb = deflated(new byte[65 * 1024 * 1024]);
        byte[] packedTwice = deflated(bomb);

        assertThat(bomb.length).isLessThan(100_000);
        refused(() -> read(withStream(bomb, "/FlateDecode")), 422, "document_unpacks_too_large");
        refused(() -> read(withStream(packedTwice, "[/FlateDecode /FlateDecode]")), 422, "document_unpacks_too_large");
    }

    private static byte[] withStream(byte[] packed, String filter) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write("%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter %s >>\nstream\n"
                .formatted(packed.length, filter)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(packed);
        out.write("\nendstream\nendobj\n%%EOF".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out)) {
            deflating.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] pdf(int pages, String text, String password) throws IOException {
        try (var pdf = new PDDocument();
                var out = new ByteArrayOutputStream()) {
            for (int i = 0; i < pages; i++) {
                var page = new PDPage();
                pdf.addPage(page);
                if (!text.isEmpty()) {
                    try (var content = new PDPageContentStream(pdf, page)) {
                        content.beginText();
                        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                        content.newLineAtOffset(50, 700);
                        content.showText(text);
                        content.endText();
                    }
                }
            }
            pdf.getDocumentInformation().setTitle("On tides");
            if (password != null) {
                pdf.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            pdf.save(out);
            return out.toByteArray();
        }
    }

    private static Reading read(byte[] pdf) {
        return Format.PDF.read(pdf, Optional.empty(), LARGE);
    }

    private static String text(byte[] bytes, String contentType) {
        return Format.TEXT.read(bytes, Format.charset(contentType), LARGE).text();
    }

    private interface Attempt {
        Object run() throws IOException;
    }

    private static void refused(Attempt attempt, int status, String code) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.status()).isEqualTo(status);
        });
    }
}
