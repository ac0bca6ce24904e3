package dev.sluice.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void anywhereButOnATerminalOnlyLinesThatStayArePrinted() {
        Screen screen = new Screen(out, false, 80);

        screen.update("half way");
        screen.say("done");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
    }

    @Test
    void onATerminalTheChangingLineIsWipedBeforeALineThatStays() {
        Screen screen = new Screen(out, true, 80);

        screen.update("half way");
        screen.say("done");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\rhalf way\r        \rdone\n");
    }

    @Test
    void theChangingLineNeverWraps() {
        new Screen(out, true, 40).update("x".repeat(100));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).hasSize(40).endsWith("…");
    }

    @Test
    void timesAreReadAsPeopleSayThem() {
        assertThat(Screen.elapsed(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Screen.elapsed(Duration.ofSeconds(10))).isEqualTo("10 s");
        assertThat(Screen.elapsed(Duration.ofSeconds(60))).isEqualTo("1 min 0 s");
        assertThat(Screen.elapsed(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Screen.elapsed(Duration.ofHours(25))).isEqualTo("1 d 1 h");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table("name", "port").row("kafka", 9092).row("gw", 80).render())
                .isEqualTo("name   port\nkafka  9092\ngw     80");
    }
}
