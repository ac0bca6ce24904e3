package dev.sluice.optimizer.shorten;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What changes with each call goes behind what does not, where order says nothing. */
class StableFirstTest {

    private static final String LONG =
            "Answer in full sentences and name your sources. ".repeat(100).strip();

    @Test
    void theDateOfTheCallGoesToTheEnd() {
        assertThat(StableFirst.of("Current date: 2026-11-30\n\n" + LONG + "\n\nBe polite."))
                .isEqualTo(LONG + "\n\nBe polite.\n\nCurrent date: 2026-11-30");
    }

    @Test
    void aSecondRunChangesNothing() {
        String once = StableFirst.of("Session id: 4711\n\nToday is Monday.\n\n" + LONG);

        assertThat(once).isEqualTo(LONG + "\n\nSession id: 4711\n\nToday is Monday.");
        assertThat(StableFirst.of(once)).isEqualTo(once);
    }

    @Test
    void whereAWordPointsToAPlaceNothingMoves() {
        String text = "Current date: 2026-11-30\n\nUse the date above.\n\n" + LONG;

        assertThat(StableFirst.of(text)).isEqualTo(text);
    }

    @Test
    void whatNoProviderWouldCacheAndWhatIsInAParagraphStays() {
        String small = "Current date: 2026-11-30\n\nBe brief.";
        String within = "You are an assistant.\nCurrent date: 2026-11-30\nBe brief.\n\n" + LONG;
        String code = "Current date: 2026-11-30\n\n```\nx\n```\n\n" + LONG;

        assertThat(StableFirst.of(small)).isEqualTo(small);
        assertThat(StableFirst.of(within)).isEqualTo(within);
        assertThat(StableFirst.of(code)).isEqualTo(code);
    }
}
