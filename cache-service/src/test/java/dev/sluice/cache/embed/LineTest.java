package dev.sluice.cache.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.embed.Line.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LineTest {

    private static Encoder encoder;

    private final Line line = new Line(20);

    @BeforeAll
    static void load() throws Exception {
        encoder = Encoder.load(Path.of("target/data/natives"));
    }

    @AfterAll
    static void close() throws Exception {
        encoder.close();
    }

    @Test
    void aLoneTextGoesAtOnceAndAlone() throws Exception {
        Waiting lone = waiting(5, false);
        line.join(lone, true);
        assertThat(line.take().runs()).containsExactly(List.of(lone));
        assertThat(line.size()).isZero();
    }

    @Test
    void whatWaitsTogetherGoesTogetherShortWithShort() throws Exception {
        Waiting middle = waiting(12, false);
        Waiting large = waiting(200, false);
        Waiting small = waiting(3, false);
        List.of(middle, large, small).forEach(one -> line.join(one, true));
        assertThat(line.take().runs()).containsExactly(List.of(small, middle), List.of(large));
    }

    @Test
    void noRunIsLargerThanItsBounds() throws Exception {
        for (int i = 0; i < 20; i++) {
            line.join(waiting(i < 10 ? 3 : 40, false), true);
        }
        int taken = 0;
        while (line.size() > 0) {
            for (List<Waiting> run : line.take().runs()) {
                int longest = run.getLast().tokens().count();
                assertThat(run.size()).isBetween(1, 8);
                assertThat(run.size() == 1 || run.size() * longest <= 128).isTrue();
                taken += run.size();
            }
        }
        assertThat(taken).isEqualTo(20);
    }

    @Test
    void aTextOfSeveralWindowsGoesAlone() throws Exception {
        Waiting several = waiting(400, true);
        line.join(several, false);
        line.join(waiting(3, true), false);
        assertThat(line.take().runs()).hasSize(2).last().isEqualTo(List.of(several));
    }

    @Test
    void aLookUpOvertakesWhatWasTakenBeforeItCame() throws Exception {
        line.join(waiting(3, false), false);
        line.join(waiting(200, false), false);
        assertThat(line.take().hurry()).isFalse();
        assertThat(line.overtaking()).isEmpty();

        Waiting asked = waiting(3, false);
        Waiting left = waiting(3, false);
        line.join(asked, true);
        line.join(left, true);
        left.vector().cancel(false);
        line.join(waiting(4, false), false);

        assertThat(line.overtaking()).containsExactly(List.of(asked));
        assertThat(line.size()).isEqualTo(1);
        assertThat(line.take().runs()).hasSize(1);
    }

    @Test
    void lookUpsGoFirst() throws Exception {
        Waiting kept = waiting(3, false);
        Waiting asked = waiting(3, false);
        line.join(kept, false);
        line.join(asked, true);
        assertThat(line.take().runs()).containsExactly(List.of(asked));
        assertThat(line.take().runs()).containsExactly(List.of(kept));
    }

    @Test
    void aFullLineTakesNoMoreAndWhoGaveUpIsLeftOut() throws Exception {
        var short1 = new Line(1);
        Waiting gone = waiting(3, false);
        assertThat(short1.join(gone, true)).isTrue();
        assertThat(short1.join(waiting(3, false), true)).isFalse();
        assertThat(short1.join(waiting(3, false), false)).isTrue();
        gone.vector().cancel(false);
        assertThat(short1.take().runs()).isEmpty();
        assertThat(short1.take().runs()).hasSize(1);
    }

    private static Waiting waiting(int words, boolean whole) {
        return new Waiting(encoder.tokens("word ".repeat(words)), whole, null, new CompletableFuture<>());
    }
}
