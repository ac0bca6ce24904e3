package dev.sluice.analytics.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.kit.problem.Refusal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be defined, and what is refused with which word. */
class ProposalTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-10T00:00:00Z");

    /** Single quotes are doubled ones. */
    private static Experiment read(String json) throws JsonProcessingException {
        return JSON.readValue(json.replace('\'', '"'), Proposal.class).of("acme", "key-1", NOW);
    }

    private static String with(String more) {
        return "{'name':'e','variants':[{'name':'control'},{'name':'b','cache':'off'}],'metric':'error_rate'" + more
                + "}";
    }

    @Test
    void the_least_that_can_be_said_is_enough() throws Exception {
        Experiment least = read(with(""));

        assertThat(least.unit()).isEqualTo(Unit.CONVERSATION);
        assertThat(least.traffic()).isEqualTo(1);
        assertThat(least.method()).isEqualTo(new Method(Method.Kind.ALWAYS_VALID, 5_000, 0.05));
        assertThat(least.state()).isEqualTo(State.DRAFT);
        assertThat(least.history()).containsExactly(new Experiment.Change(NOW, "key-1", State.DRAFT, null));
        assertThat(least.key()).isEqualTo("experiment/acme/e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'Power!'} | name is",
                "{'name':'power','variants':[]} | not 'power'",
                "{'name':'e','variants':[{'name':'a'}],'metric':'error_rate'} | variants are 2 to 8",
                "{'name':'e','variants':[{'name':'a'},{'name':'a','cache':'off'}],'metric':'error_rate'} | another variant's too",
                "{'name':'e','variants':[{'name':'a'},{'name':'b'}],'metric':'error_rate'} | changes nothing",
                "{'name':'e','variants':[{'name':'a'},{'name':'b','cache':'bold'}],'metric':'error_rate'} | variants[1].cache is one of exact",
                "{'name':'e','variants':[{'name':'a'},{'name':'b','optimize':'max'}],'metric':'error_rate'} | variants[1].optimize is one of",
                "{'name':'e','variants':[{'name':'a','weight':0},{'name':'b','cache':'off'}],'metric':'error_rate'} | variants[0].weight is",
                "{'name':'e','variants':[{'name':'a'},{'name':'b','template':'brief/2'}],'metric':'error_rate'} | variants[1].template is such as",
                "{'name':'e','variants':[{'name':'a','template':{'name':'brief','version':0}},{'name':'b'}],'metric':'error_rate'} | variants[0].template is such as",
                "{'name':'e','variants':[{'name':'a','template':{'name':'brief','version':1.5}},{'name':'b'}],'metric':'error_rate'} | variants[0].template is such as",
                "{'name':'e','variants':[{'name':'a','template':{'name':'Brief','version':1}},{'name':'b'}],'metric':'error_rate'} | variants[0].template is such as",
                "{'name':'e','variants':[{'name':'a'},{'name':'b','template':{'name':'brief','version':2}}],'metric':'error_rate'} | variants[1].template does not go with the control's",
                "{'name':'e','variants':[{'name':'a','template':{'name':'brief','version':1}},{'name':'b','cache':'off'}],'metric':'error_rate'} | variants[1].template does not go with",
                "{'name':'e','variants':[{'name':'a','template':{'name':'x','version':1}},{'name':'b','template':{'name':'y','version':1}}],'metric':'error_rate'} | the same template",
                "{'name':'e','variants':[{'name':'a','template':{'name':'x','version':1}},{'name':'b','template':{'name':'x','version':1}}],'metric':'error_rate'} | changes nothing",
            })
    void what_makes_no_sense_is_refused_with_the_field(String json, String words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(Refusal.class)
                .extracting(refused -> ((Refusal) refused).detail())
                .asString()
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'unit':'user' | Send your user's id as x-sluice-session",
                ",'unit':'person' | unit is",
                ",'traffic':0 | traffic is a number",
                ",'traffic':1.01 | traffic is a number",
                ",'metric':'joy' | 'joy' in metric is not a metric",
                ",'metric':'conversion' | only conversion and complaint are followed by a colon",
                ",'metric':'error_rate:x' | only conversion and complaint are followed by a colon",
                ",'metric':'complaint' | only conversion and complaint are followed by a colon",
                ",'rollBackTo':'before' | rollBackTo is 'usual'",
                ",'guardrails':[{'metric':'error_rate','tolerated':-0.1}] | guardrails[0].tolerated",
                ",'guardrails':[{'tolerated':0.1}] | An absent guardrails[0].metric",
                ",'method':{'kind':'fixed_horizon'} | GET /analytics/experiments/power",
                ",'method':{'kind':'bayes'} | method.kind is",
                ",'method':{'units':99} | method.units is",
                ",'method':{'alpha':0.21} | method.alpha is",
            })
    void so_is_what_lies_beyond_a_bound(String more, String words) {
        assertThatThrownBy(() -> read(with(more)))
                .isInstanceOf(Refusal.class)
                .extracting(refused -> ((Refusal) refused).detail())
                .asString()
                .contains(words);
    }

    private static Experiment versions(String template) throws JsonProcessingException {
        return read(
                "{'name':'t','variants':[{'name':'old','template':{'name':'%1$s','version':1}},{'name':'new','template':{'name':'%1$s','version':2}}],'metric':'complaint:negative_feedback','rollBackTo':'control'}"
                        .formatted(template));
    }

    @Test
    void versions_of_a_template_are_compared_and_only_with_those_of_the_same_do_they_clash() throws Exception {
        Experiment brief = versions("brief");

        assertThat(brief.variants().get(1).template()).isEqualTo(new Experiment.Template("brief", 2));
        assertThat(brief.rollBackTo()).isEqualTo(Experiment.RollBackTo.CONTROL);
        assertThat(brief.metric()).isEqualTo("complaint:negative_feedback");
        assertThat(Layers.clash(brief, versions("brief"))).isTrue();
        assertThat(Layers.clash(brief, versions("another"))).isFalse();
        assertThat(Layers.clash(brief, read(with("")))).isFalse();
    }

    @Test
    void two_clash_when_they_set_the_same_for_the_same_calls() throws Exception {
        Experiment cache = read(with(",'model':'gpt-4o'"));
        Experiment cacheOfAll = read(with(""));
        Experiment cacheOfAnother = read(with(",'model':'gpt-5'"));
        Experiment model =
                read("{'name':'m','variants':[{'name':'a'},{'name':'b','model':'x'}],'metric':'error_rate'}");

        assertThat(List.of(cacheOfAll, cache)).allMatch(other -> Layers.clash(cache, other));
        assertThat(List.of(cacheOfAnother, model)).noneMatch(other -> Layers.clash(cache, other));
    }
}
