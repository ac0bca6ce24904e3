package dev.sluice.worker.work;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.answers.GivenSources;
import dev.sluice.worker.facts.Checked;
import dev.sluice.worker.facts.FactCheck;
import dev.sluice.worker.facts.Verdict;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.NoAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claims of a text, each with a verdict and the sentence it rests on: {@code {"text": "...", "sources": ["..."]}};
 * without sources the evidence comes from the tenant's documents.
 */
@ApplicationScoped
class FactCheckType implements TaskType {

    private static final int MOST_SOURCES = 50;
    private static final int LONGEST = 20_000;

    private final FactCheck facts;
    private final Answerer answerer;
    private final int longest;

    FactCheckType(FactCheck facts, Answerer answerer, TasksConfig config) {
        this.facts = facts;
        this.answerer = answerer;
        this.longest = config.longestText();
    }

    /**
     * What became of the claims.
     *
     * @param claims in the order of the text
     * @param supported how many a passage bears out
     * @param refuted how many a passage contradicts
     * @param notEnough how many nothing decides
     */
    @RegisterForReflection
    record Report(List<Checked> claims, long supported, long refuted, long notEnough) {}

    @Override
    public String name() {
        return "fact-check";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("text", "sources", "limit", "model"));
        Fields.text(input, "text", LONGEST);
        if (input.containsKey("sources")) {
            Texts.of(input, "sources", 1, MOST_SOURCES, longest);
        }
        limit(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        Map<String, Object> input = job.input();
        int limit = limit(input);
        FactCheck.Evidence evidence;
        if (input.containsKey("sources")) {
            var given = new GivenSources(Texts.of(input, "sources", 1, MOST_SOURCES, longest));
            evidence = claim -> given.best(claim, limit);
        } else {
            evidence = claim -> answerer.retrieve(job.tenant(), claim, limit);
        }
        try {
            List<Checked> checked = facts.check(
                    Ways.payer(job), Fields.model(input), Fields.text(input, "text", LONGEST), evidence, progress(job));
            return new Outcome(
                    new Report(
                            checked,
                            count(checked, Verdict.SUPPORTED),
                            count(checked, Verdict.REFUTED),
                            count(checked, Verdict.NOT_ENOUGH)),
                    madeBy(checked));
        } catch (NoAnswer e) {
            throw Ways.unanswered(e);
        }
    }

    private static FactCheck.Listener progress(Job job) {
        return new FactCheck.Listener() {
            private int claims;

            @Override
            public void claims(List<String> all) {
                claims = all.size();
            }

            @Override
            public void evidence(int claim, List<Passage> passages) {
                job.progress().accept(5 + 90 * claim / Math.max(1, claims));
            }
        };
    }

    private static long count(List<Checked> checked, Verdict verdict) {
        return checked.stream().filter(one -> one.verdict() == verdict).count();
    }

    /** The model when it judged at least one claim; each claim says for itself. */
    private static String madeBy(List<Checked> checked) {
        return checked.stream()
                .map(Checked::madeBy)
                .filter(madeBy -> !madeBy.equals(FactCheck.LOCAL))
                .findFirst()
                .orElse(FactCheck.LOCAL);
    }

    private static int limit(Map<String, Object> input) {
        return Fields.number(input, "limit", 5, 1, 20);
    }
}
