package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ChunksTest {

    @Example
    void a_passage_never_crosses_a_heading_and_knows_those_it_stands_under() {
        List<Chunks.Chunk> chunks =
                Chunks.of("Intro.\n\n# Guide\n\nText.\n\n## Install ##\n\nRun it.\n\n# Other\n\nMore.");

        assertThat(chunks)
                .containsExactly(
                        new Chunks.Chunk("", "Intro."),
                        new Chunks.Chunk("Guide", "Text."),
                        new Chunks.Chunk("Guide > Install", "Run it."),
                        new Chunks.Chunk("Other", "More."));
    }

    @Example
    void a_heading_inside_a_code_fence_is_none() {
        assertThat(Chunks.of("# Real\n\n```\n# not one\n```\n")).hasSize(1);
    }

    @Example
    void a_long_section_is_cut_between_paragraphs_and_a_long_paragraph_between_sentences() {
        String paragraph = "This sentence has some forty characters ok. ".repeat(15);
        List<Chunks.Chunk> chunks = Chunks.of(paragraph + "\n\n" + paragraph + "\n\n" + paragraph.repeat(3));

        assertThat(chunks).hasSizeGreaterThan(3).allMatch(chunk -> chunk.text().length() <= 1_000);
        assertThat(chunks).allMatch(chunk -> chunk.text().endsWith("."));
    }

    @Example
    void where_a_paragraph_is_cut_a_short_sentence_stands_on_both_sides_and_a_long_one_or_a_paragraphs_end_does_not() {
        String first = "w".repeat(599) + ".";
        String brief = " Short " + "s".repeat(190) + ".";
        String wordy = " Long " + "l".repeat(200) + ".";
        String after = " After " + "a".repeat(400) + ".";

        assertThat(Chunks.of(first + brief + after))
                .extracting(Chunks.Chunk::text)
                .containsExactly(first + brief, brief.strip() + after);
        assertThat(Chunks.of(first + wordy + after))
                .extracting(Chunks.Chunk::text)
                .containsExactly(first + wordy, after.strip());
        assertThat(Chunks.of(first + "\n\n" + brief.strip() + "\n\n" + after.strip()))
                .extracting(Chunks.Chunk::text)
                .containsExactly(first + "\n\n" + brief.strip(), after.strip());
    }

    @Property(tries = 500)
    void every_passage_stands_in_the_text_word_for_word(@ForAll String text) {
        assertThat(Chunks.of(text)).allMatch(chunk -> text.contains(chunk.text()));
    }

    @Example
    void a_text_without_any_break_is_cut_all_the_same() {
        assertThat(Chunks.of("x".repeat(10_000)))
                .hasSizeGreaterThan(4)
                .allMatch(c -> c.text().length() <= 2_000);
    }
}
