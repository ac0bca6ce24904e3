package dev.sluice.worker.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TapeTest {

    @Test
    void it_takes_so_many_events_and_no_more() throws Exception {
        var tape = new Tape("t", "acme");
        for (int i = 0; i < 20_000; i++) {
            tape.say("chunk", "x");
        }

        assertThatThrownBy(() -> tape.say("chunk", "x")).isInstanceOf(Tape.Full.class);
    }

    @Test
    void it_takes_so_much_text_and_no_more() throws Exception {
        var tape = new Tape("t", "acme");
        String half = "x".repeat(2_000_000);
        tape.say("chunk", half);
        tape.say("chunk", half);

        assertThatThrownBy(() -> tape.say("chunk", "x")).isInstanceOf(Tape.Full.class);
    }

    @Test
    void it_belongs_to_its_tenant() {
        var tape = new Tape("t", "acme");

        assertThat(tape.isOf("acme")).isTrue();
        assertThat(tape.isOf("globex")).isFalse();
    }
}
