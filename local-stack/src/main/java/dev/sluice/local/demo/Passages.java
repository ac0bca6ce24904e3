package dev.sluice.local.demo;

import dev.sluice.local.text.Json;

/** Shows the events of {@code /stream/search} as they come: the sources, then the answer, then what it cites. */
final class Passages {

    private final Paper paper;
    private final StringBuilder answer = new StringBuilder();
    private int sources;
    private long citations;
    private long millis = -1;

    Passages(Paper paper) {
        this.paper = paper;
    }

    void event(String name, Json data) {
        switch (name) {
            case "source" -> {
                sources++;
                paper.answered("source [" + data.at("n").number(0) + "] "
                        + data.at("title").text(""));
            }
            case "chunk" -> answer.append(data.at("text").text(""));
            case "done" -> {
                citations = data.at("citations").number(0);
                millis = data.at("millis").number(0);
            }
            case "error" -> throw new Caller.Failed(data.at("detail").text("the answer broke off"));
            default -> {
                // Progress and the details of each citation are for programs.
            }
        }
    }

    void outcome() {
        if (millis < 0) {
            throw new Caller.Failed("the stream of the search ended without its end");
        }
        paper.answered(answer.toString());
        if (citations == 0) {
            throw new Caller.Failed("nothing was found in the documents that were posted a moment ago");
        }
        paper.outcome("%d sources, %d citations, %d ms".formatted(sources, citations, millis));
    }
}
