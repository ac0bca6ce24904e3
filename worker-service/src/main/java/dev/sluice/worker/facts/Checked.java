package dev.sluice.worker.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim and what became of it.
 *
 * @param claim as it stands in the text
 * @param verdict what the evidence says
 * @param confidence 0 to 1, how sure the method is of its verdict; not a probability that the claim is true
 * @param reason why, in a sentence
 * @param citations what the verdict rests on; none for {@code not_enough}
 * @param madeBy {@code llm:<model>} or {@code local:weighing}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Checked(
        String claim, Verdict verdict, double confidence, String reason, List<Citation> citations, String madeBy) {

    public Checked {
        citations = List.copyOf(citations);
    }

    /**
     * The sentence a verdict rests on.
     *
     * @param n the passage's number within the evidence of this claim
     * @param documentId the document or the given source
     * @param title its title
     * @param url where it came from
     * @param quote verbatim from the passage
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Citation(
            int n,
            String documentId,
            String title,
            @Nullable String url,
            String quote) {}
}
