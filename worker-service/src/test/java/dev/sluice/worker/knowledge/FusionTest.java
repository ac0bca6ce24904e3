package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {

    @Test
    void what_both_lists_have_high_comes_before_what_one_has_first() {
        List<Hit> fused = Fusion.of(
                List.of(List.of(hit("a"), hit("b"), hit("c")), List.of(hit("d"), hit("b"), hit("e"))),
                List.of(1.0, 1.0));

        assertThat(fused).extracting(Hit::documentId).startsWith("b").hasSize(5);
        assertThat(fused.getFirst().score()).isEqualTo(2.0 / 7);
    }

    @Test
    void one_list_keeps_its_order_and_a_passage_comes_once() {
        assertThat(Fusion.of(List.of(List.of(hit("a"), hit("b")), List.of(hit("a"), hit("b"))), List.of(1.0, 1.0)))
                .extracting(Hit::documentId)
                .containsExactly("a", "b");
        assertThat(Fusion.of(List.of(List.of(), List.of()), List.of(1.0, 1.0))).isEmpty();
    }

    @Test
    void a_heavier_list_wins_a_tie() {
        assertThat(Fusion.of(List.of(List.of(hit("a")), List.of(hit("b"))), List.of(1.0, 1.1)))
                .extracting(Hit::documentId)
                .containsExactly("b", "a");
    }

    private static Hit hit(String id) {
        return new Hit(id, 0, id, null, id, 1);
    }
}
