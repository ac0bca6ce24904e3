package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.GatewayConfig.CacheMode;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.provider.Provider;
import dev.sluice.gateway.routing.AutoConfig.AutoChoice;
import dev.sluice.kit.problem.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Router ROUTER = new Router(
            List.of(provider("openai", "gpt-*"), provider("groq", "llama-*")), Map.of("fast", "groq/llama-x"));
    private static final Facts FACTS =
            new Facts("acme", "site", Set.of("beta", "team=search"), 1_000, false, Endpoint.CHAT, "s1", "session");

    @Test
    void aRouteMayBeAsShortAsOneModel() {
        Routed.Served served = served(route("{'stages':['gpt-4o-mini']}"), FACTS);

        assertThat(served.plan()).isEqualTo(new Plan("chat", List.of(stage("openai/gpt-4o-mini"))));
        assertThat(served.wishes()).isEqualTo(Routed.Wishes.NONE);
        assertThat(served.label()).isEqualTo("chat");
    }

    @Test
    void stagesKeepTheirOrderAndSharesTheirWeights() {
        Plan plan = served(
                        route("{'stages':[[{'model':'openai/gpt-4o-mini','weight':3},'fast'],{'model':'gpt-4o'}]}"),
                        FACTS)
                .plan();

        assertThat(plan.stages()).hasSize(2);
        assertThat(plan.stages().getFirst().choices())
                .extracting(choice -> choice.deployment().qualified(), Plan.Choice::weight)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("openai/gpt-4o-mini", 3.0),
                        org.assertj.core.groups.Tuple.tuple("groq/llama-x", 1.0));
        assertThat(plan.stages().getLast()).isEqualTo(stage("openai/gpt-4o"));
        assertThat(plan.answersAs()).isEqualTo("groq/llama-x+openai/gpt-4o-mini");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {}                                                        | true
                    {'tenants':['acme','other']}                              | true
                    {'tenants':['other']}                                     | false
                    {'projects':['site']}                                     | true
                    {'projects':['shop']}                                     | false
                    {'tags':['beta','team=search']}                           | true
                    {'tags':['beta','team=ads']}                              | false
                    {'promptTokens':{'min':1000,'max':1000}}                  | true
                    {'promptTokens':{'min':1001}}                             | false
                    {'promptTokens':{'max':999}}                              | false
                    {'stream':false}                                          | true
                    {'stream':true}                                           | false
                    {'endpoints':['chat','embeddings']}                       | true
                    {'endpoints':['responses']}                               | false
                    {'tenants':['acme'],'stream':true}                        | false
                    """)
    void theFirstBranchWhoseConditionHoldsIsTaken(String when, boolean holds) {
        CompiledRoute route =
                route("{'branches':[{'when':" + when + ",'stages':['gpt-4o']}],'stages':['gpt-4o-mini']}");

        assertThat(served(route, FACTS).plan().first().model()).isEqualTo(holds ? "gpt-4o" : "gpt-4o-mini");
    }

    @Test
    void aRouteWithoutABranchForTheRequestSaysSo() {
        CompiledRoute route = route("{'branches':[{'when':{'stream':true},'stages':['gpt-4o']}]}");

        assertThat(route.resolve(FACTS))
                .isInstanceOfSatisfying(
                        Routed.Unknown.class,
                        unknown -> assertThat(unknown.message()).contains("chat", "branch"));
    }

    @Test
    void anExperimentTellsItsVariant() {
        CompiledRoute route = route(
                "{'experiment':'cheap-vs-strong','variants':[{'name':'a','weight':50,'stages':['gpt-4o-mini']},{'name':'b','weight':50,'stages':['gpt-4o']}]}");

        Routed.Served served = served(route, FACTS);

        assertThat(served.notes())
                .containsEntry("experiment", "cheap-vs-strong")
                .containsEntry("sticky", "session");
        assertThat(served.label()).isEqualTo("chat;variant=" + served.notes().get("variant"));
        assertThat(served(route, FACTS)).isEqualTo(served);
    }

    @Test
    void autoAsksOneAndFallsBackToTheOther() {
        CompiledRoute route =
                route("{'auto':{'cheap':'gpt-4o-mini','strong':'gpt-4o','deadline':'20ms','default':'cheap'}}");

        assertThat(route.resolve(FACTS)).isInstanceOfSatisfying(Routed.Undecided.class, undecided -> {
            assertThat(undecided.deadline()).isEqualTo(Duration.ofMillis(20));
            assertThat(undecided.strongByDefault()).isFalse();
            assertThat(undecided.cheap().stages()).containsExactly(stage("openai/gpt-4o-mini"), stage("openai/gpt-4o"));
            assertThat(undecided.strong().stages())
                    .containsExactly(stage("openai/gpt-4o"), stage("openai/gpt-4o-mini"));
            assertThat(undecided.chosen(AutoChoice.STRONG, "strong").label()).isEqualTo("chat;auto=strong");
        });
    }

    @Test
    void aRouteTellsItsWishes() {
        Routed.Served served = served(
                route(
                        "{'stages':['gpt-4o'],'cache':{'mode':'exact','ttl':'1h','maxTemperature':0.3,'locked':true},'optimize':'light',"
                                + "'shadow':{'model':'fast','rate':0.05},'timeouts':{'firstToken':'5s','total':'60s'},'hedge':true}"),
                FACTS);

        var cache = Objects.requireNonNull(served.wishes().policy().cache());
        assertThat(cache.mode()).isEqualTo(CacheMode.EXACT);
        assertThat(cache.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(cache.maxTemperature()).isEqualTo(0.3);
        assertThat(cache.locked()).isTrue();
        assertThat(served.wishes().policy().optimize()).isEqualTo(new Optimizing(OptimizeLevel.LIGHT, false));
        var shadow = Objects.requireNonNull(served.wishes().shadow());
        assertThat(shadow.deployment().qualified()).isEqualTo("groq/llama-x");
        assertThat(shadow.rate()).isEqualTo(0.05);
        assertThat(served.plan().terms())
                .isEqualTo(new Plan.Terms(Duration.ofSeconds(5), null, Duration.ofSeconds(60), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {}                                                        | leads nowhere
                    {'stages':[]}                                             | leads nowhere
                    {'stages':[[]]}                                           | stages[0] does not hold
                    {'stages':'gpt-4o'}                                       | stages is not a list
                    {'stages':[{'weight':1}]}                                 | stages[0] lacks the field 'model'
                    {'stages':[{'model':'gpt-4o','weight':0}]}                | stages[0].weight is 0
                    {'stages':[{'model':'gpt-4o','weight':-1}]}               | stages[0].weight is not a number
                    {'stages':[{'model':'gpt-4o','wieght':1}]}                | unknown field 'wieght'
                    {'stages':['gpt-4o'],'colour':'red'}                      | unknown field 'colour'
                    {'stages':['gpt-4o'],'name':'other'}                      | name is not the name in the path
                    {'stages':['gpt-4o'],'hedge':'yes'}                       | hedge is neither true nor false
                    {'stages':['gpt-4o'],'cache':'sometimes'}                 | cache is none of exact, faq, off, semantic
                    {'stages':['gpt-4o'],'cache':{'ttl':'soon'}}              | cache.ttl is not a duration
                    {'stages':['gpt-4o'],'cache':{'ttl':'10ms'}}              | cache.ttl is shorter
                    {'stages':['gpt-4o'],'timeouts':{'total':'0s'}}           | timeouts.total is not above 0
                    {'stages':['gpt-4o'],'shadow':{'model':'gpt-4o'}}         | shadow lacks the field 'rate'
                    {'stages':['gpt-4o'],'shadow':{'model':'gpt-4o','rate':2}}| shadow.rate is not a number from 0 to 1
                    {'experiment':'x'}                                        | only one of experiment and variants
                    {'experiment':'x y','variants':[]}                        | experiment is not 1 to 64
                    {'experiment':'x','variants':[{'name':'a'}]}              | variants[0] has no stages
                    {'experiment':'x','variants':[{'name':'a','stages':['gpt-4o']},{'name':'a','stages':['gpt-4o']}]} | two variants
                    {'stages':['gpt-4o'],'auto':{'cheap':'gpt-4o','strong':'gpt-4o'}} | more than one place
                    {'branches':[{'when':{'endpoints':['paint']},'stages':['gpt-4o']}]} | branches[0].when.endpoints is none of
                    {'branches':[{'when':{'promptTokens':{'min':-1}},'stages':['gpt-4o']}]} | branches[0].when.promptTokens.min is not
                    {'branches':[{'when':{'stream':true}}]}                   | branches[0] leads nowhere
                    {'stages':['mistral-large']}                              | 'mistral-large' is not served here. Providers: openai (gpt-*); groq (llama-*)
                    """)
    void aRouteThatMakesNoSenseIsRefusedWithThePlace(String json, String why) {
        assertThatThrownBy(() -> route(json)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.detail()).contains(why);
        });
    }

    @Test
    void aRouteOfSomebodyElseDoesNotExist() {
        var table = new RouteTable(
                ROUTER,
                Map.of(
                        "chat", route("{'tenants':['acme'],'stages':['gpt-4o']}"),
                        "gpt-4o", route("{'tenants':['acme'],'stages':['fast']}")));

        assertThat(table.resolve("chat", "acme", () -> FACTS)).isInstanceOf(Routed.Served.class);
        assertThat(table.resolve("chat", "other", () -> FACTS)).isInstanceOf(Routed.Unknown.class);
        assertThat(((Routed.Served) table.resolve("gpt-4o", "other", () -> FACTS))
                        .plan()
                        .first()
                        .qualified())
                .isEqualTo("openai/gpt-4o");
        assertThat(table.names("acme")).containsKeys("chat", "fast");
        assertThat(table.names("other")).doesNotContainKey("chat").containsKey("fast");
    }

    @Test
    void autoThatIsNotSetUpSaysWhatToSet() {
        var open = new Router(List.of(provider("ollama")), Map.of());

        for (Router router : List.of(ROUTER, open)) {
            assertThat(new RouteTable(router, Map.of()).resolve("auto", "acme", () -> FACTS))
                    .isInstanceOfSatisfying(
                            Routed.Unknown.class,
                            unknown -> assertThat(unknown.message())
                                    .contains("sluice.gateway.auto.cheap", "sluice.gateway.auto.strong"));
        }
    }

    @Test
    void aModelWhoseProviderLeftIsLeftOutAndARouteWithoutAnySaysSo() {
        var lenient = new RouteCompiler(ROUTER, missing -> {});

        CompiledRoute half = lenient.compile(read("{'stages':['gone/x','gpt-4o']}"));
        CompiledRoute none = lenient.compile(read("{'stages':['gone/x']}"));

        assertThat(served(half, FACTS).plan().stages()).containsExactly(stage("openai/gpt-4o"));
        assertThat(none.resolve(FACTS)).isInstanceOf(Routed.Unknown.class);
    }

    @Test
    void tagsAreSeparatedByCommasAndCounted() {
        assertThat(Facts.tags(null)).isEmpty();
        assertThat(Facts.tags(" a, b=c ,,d")).containsExactlyInAnyOrder("a", "b=c", "d");
        assertThat(Facts.tags("x,".repeat(40) + "last")).doesNotContain("last");
    }

    @Test
    void aHeaderIsNeverTornByAModelsName() {
        var odd = new Plan("a\r\nx: y", List.of(stage("openai/gpt-4o")));

        assertThat(new Routed.Served(odd).label()).isEqualTo("a??x:?y");
    }

    private static CompiledRoute route(String json) {
        return new RouteCompiler(ROUTER, missing -> {
                    throw Refusal.badRequest("unknown_model", missing);
                })
                .compile(read(json));
    }

    private static Route read(String json) {
        try {
            JsonNode tree = JSON.readTree(json.replace('\'', '"'));
            return RouteReader.read("chat", tree);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Routed.Served served(CompiledRoute route, Facts facts) {
        return (Routed.Served) route.resolve(facts);
    }

    private static Plan.Stage stage(String qualified) {
        return ((Router.Served) ROUTER.resolve(qualified)).plan().stages().getFirst();
    }

    private static Provider provider(String name, String... models) {
        return new Provider(
                name,
                URI.create("http://" + name + "/v1"),
                Dialect.OPENAI,
                null,
                List.of(models),
                Map.of(),
                models.length == 0,
                null,
                false);
    }
}
