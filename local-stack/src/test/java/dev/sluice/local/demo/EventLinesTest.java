package dev.sluice.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    @Test
    void anEventHasTheNameThatStandsBeforeItAndTheNextHasItsOwn() {
        List<String> heard = new ArrayList<>();
        EventLines lines = new EventLines(
                (event, data) -> heard.add(event + " " + data.at("n").number(0)));

        ": heartbeat\n\nid: 7\nevent: source\ndata: {\"n\":1}\n\ndata:{\"n\":2}\n\ndata: [DONE]\n\n"
                .lines()
                .forEach(lines::line);

        assertThat(heard).containsExactly("source 1", "message 2");
    }
}
