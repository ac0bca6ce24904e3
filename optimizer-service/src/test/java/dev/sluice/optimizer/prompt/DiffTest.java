package dev.sluice.optimizer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.optimize.OptimizeReply.Change;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A diff, applied to what came, gives what goes. */
class DiffTest {

    @Test
    void whatWentAndWhatCameAreToldWithTheirPlace() {
        assertThat(Diff.of(2, "Please plan the whole trip in order to rest.", "Plan the whole trip to rest."))
                .containsExactly(new Change(2, 0, "Please plan", "Plan"), new Change(2, 27, "in order ", ""));
    }

    @Test
    void equalTextsHaveNoChanges() {
        assertThat(Diff.of(0, "The same.", "The same.")).isEmpty();
    }

    @Property(tries = 500)
    void theChangesAppliedGiveTheOtherText(@ForAll("texts") String before, @ForAll("texts") String after) {
        List<Change> changes = Diff.of(0, before, after);

        assertThat(applied(before, changes)).isEqualTo(after);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "the ", "cache ", "evicts ", "entries", ". ", "\n", "  ", "{", "\"", "\ud83d\ude00"),
                        Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    private static String applied(String text, List<Change> changes) {
        var out = new StringBuilder();
        int copied = 0;
        for (Change change : changes) {
            assertThat(text.substring(
                            change.at(), change.at() + change.removed().length()))
                    .isEqualTo(change.removed());
            out.append(text, copied, change.at()).append(change.added());
            copied = change.at() + change.removed().length();
        }
        return out.append(text, copied, text.length()).toString();
    }
}
