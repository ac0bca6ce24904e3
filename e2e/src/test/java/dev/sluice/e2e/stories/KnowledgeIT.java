package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Documents in, cited answers out; only for their owner. */
class KnowledgeIT {

    private static final String DOCUMENT = """
            {"id":"lock-keeping","title":"Lock keeping","text":"# Opening hours\\n\\nThe lock at Weir Bridge opens at seven in the morning. \
            Boats pay four euros per passage.\\n\\n# Safety\\n\\nNobody may stand on the gate while the sluice is raised."}""";

    private final Client acme = House.newTenant("library");

    @Test
    void aStreamedSearchTellsItsSourcesAndCitesThem() {
        assertThat(acme.post("/knowledge/documents", DOCUMENT).status()).isEqualTo(201);

        var reply = acme.get("/stream/search?q=When+does+the+lock+open%3F");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body())
                .contains("event:", "retrieving", "source", "done")
                .contains("seven in the morning");
        assertThat(reply.body()).contains("lock-keeping").contains("[1]");
    }

    @Test
    void anotherTenantFindsNothingOfIt() {
        acme.post("/knowledge/documents", DOCUMENT);
        var globex = House.newTenant("globex-library");

        var reply = globex.get("/stream/search?q=When+does+the+lock+open%3F");

        assertThat(reply.body()).doesNotContain("seven in the morning").contains("done");
        assertThat(globex.get("/knowledge/documents/lock-keeping").status()).isEqualTo(404);
    }

    @Test
    void theBuiltInModelAnswersFromTheIndexAndSaysWhenItHasNothing() {
        acme.post("/knowledge/documents", DOCUMENT);

        var known = acme.chat("local", "How much do boats pay per passage?");
        var unknown = acme.chat("local", "What is the airspeed of a swallow?");
        var streamed = acme.chatStream("local", "Who may stand on the gate?");

        assertThat(known.text()).contains("four euros").contains("[1]");
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.text()).doesNotContain("euros").containsIgnoringCase("nothing");
        assertThat(streamed.text()).contains("Nobody");
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void theBuiltInModelAnswersFromTheTextInTheConversation() {
        var reply = acme.chat("local", TasksIT.TEXT + "\n\nHow are modern sluices moved?");

        assertThat(reply.text()).contains("motors");
        assertThat(reply.json().at("/usage/prompt_tokens").asInt()).isPositive();
    }
}
