package dev.sluice.gateway.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Budget;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.allowance.Quota;
import dev.sluice.gateway.control.Fields;
import dev.sluice.kit.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators write becomes what tenants, projects and models may use. */
class TenancyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AllowanceReader allowances =
            new AllowanceReader(new Tiers(() -> Map.of("free", tier(100), "enterprise", tier(null))));
    private final Tenancy tenancy = new Tenancy(JSON, allowances);

    @Test
    void limitsAndABudgetAreReadToTheNanoDollar() {
        var allowance = read("""
                {"limits":{"requests":[{"limit":600,"window":"PT1M"}],"tokens":[{"limit":200000,"window":"PT1M"}],
                 "concurrent":20},
                 "budget":{"hourUsd":"1.000000001","dayUsd":10,"monthUsd":"200","zone":"Europe/Berlin","hard":false}}
                """);

        assertThat(allowance)
                .isEqualTo(new Allowance(
                        List.of(new Quota(600, Duration.ofMinutes(1))),
                        List.of(new Quota(200_000, Duration.ofMinutes(1))),
                        20,
                        new Budget(
                                1_000_000_001L, 10_000_000_000L, 200_000_000_000L, ZoneId.of("Europe/Berlin"), false)));
    }

    @Test
    void aTierIsTheStartAndLimitsOfTheSameKindTakeItsPlace() {
        var hour = new Quota(100, Duration.ofHours(1));

        assertThat(read("{\"tier\":\"free\"}").requests()).containsExactly(hour);
        assertThat(read("{\"tier\":\"free\",\"limits\":{\"concurrent\":2}}").requests())
                .containsExactly(hour);
        assertThat(read("{\"tier\":\"free\",\"limits\":{\"requests\":[]}}").requests())
                .isEmpty();
        assertThat(read("{\"tier\":\"enterprise\"}").limits()).isFalse();
        assertThat(read("{}")).isEqualTo(Allowance.UNLIMITED);
        assertThat(read("{\"budget\":{\"dayUsd\":1}}").budget())
                .satisfies(budget -> assertThat(budget.hard()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tier\":\"gold\"}",
                "{\"limits\":{\"request\":[]}}",
                "{\"limits\":{\"requests\":{}}}",
                "{\"limits\":{\"requests\":[{\"limit\":0,\"window\":\"PT1M\"}]}}",
                "{\"limits\":{\"requests\":[{\"limit\":1.5,\"window\":\"PT1M\"}]}}",
                "{\"limits\":{\"requests\":[{\"limit\":1,\"window\":\"PT0.5S\"}]}}",
                "{\"limits\":{\"requests\":[{\"limit\":1,\"window\":\"P32D\"}]}}",
                "{\"limits\":{\"requests\":[{\"limit\":1,\"window\":\"a while\"}]}}",
                "{\"limits\":{\"requests\":[{\"limit\":1}]}}",
                "{\"limits\":{\"concurrent\":0}}",
                "{\"limits\":{\"concurrent\":1000001}}",
                "{\"budget\":{}}",
                "{\"budget\":{\"dayUsd\":1.5}}",
                "{\"budget\":{\"dayUsd\":\"-1\"}}",
                "{\"budget\":{\"dayUsd\":\"0\"}}",
                "{\"budget\":{\"dayUsd\":\"1e9\"}}",
                "{\"budget\":{\"dayUsd\":\"0.0000000001\"}}",
                "{\"budget\":{\"dayUsd\":\"1000000000.1\"}}",
                "{\"budget\":{\"dayUsd\":1,\"zone\":\"Mars/Olympus\"}}",
                "{\"budget\":{\"dayUsd\":1,\"hard\":\"yes\"}}",
                "{\"budget\":{\"weekUsd\":1}}"
            })
    void whatMakesNoSenseIsRefusedWithARemedy(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.detail())
                                .hasSizeGreaterThan(25)
                                .matches("(The|Unknown) field '.*"));
    }

    @Test
    void levelsComeFromTheNarrowestAndOnlyThoseThatLimit() {
        put(0, "acme", "{\"limits\":{\"concurrent\":5}}");
        put(1, "acme/site", "{\"limits\":{\"concurrent\":3}}");
        put(1, "acme/free", "{\"name\":\"no limits\"}");

        assertThat(tenancy.levels("acme", "site"))
                .extracting(Level::kind, Level::id)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Level.Kind.PROJECT, "acme/site"),
                        org.assertj.core.groups.Tuple.tuple(Level.Kind.TENANT, "acme"));
        assertThat(tenancy.levels("acme", "free")).hasSize(1);
        assertThat(tenancy.levels("globex", null)).isEmpty();
    }

    @Test
    void whatATenantSaysOfAModelGoesBeforeWhatTheModelSays() {
        put(2, "gpt-4o", "{\"limits\":{\"concurrent\":9}}");
        put(2, "openai/o3", "{\"limits\":{\"concurrent\":1}}");
        put(0, "acme", "{\"models\":{\"gpt-4o\":{\"limits\":{\"concurrent\":2}},\"openai/o3\":{}}}");

        assertThat(tenancy.perModel("acme"))
                .containsOnlyKeys("gpt-4o")
                .allSatisfy(
                        (model, allowance) -> assertThat(allowance.concurrent()).isEqualTo(2));
        assertThat(tenancy.perModel("globex")).containsOnlyKeys("gpt-4o", "openai/o3");
    }

    @Test
    void aTenantWhoseTierIsGoneIsHeldBackRatherThanLetLoose() {
        tenancy.tenants().replace(Map.of("acme", "{\"tier\":\"gold\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(tenancy.levels("acme", null))
                .singleElement()
                .satisfies(level ->
                        assertThat(level.allowance().requests()).containsExactly(new Quota(1, Duration.ofHours(1))));
    }

    @Test
    void eachChangeIsANewVersion() {
        Object before = tenancy.version();
        put(0, "acme", "{}");

        assertThat(tenancy.version()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0,a/b", "0,''", "0,a b", "1,acme", "1,a/b/c", "2,*"})
    void anIdThatMakesNoSenseIsRefused(int kind, String id) {
        assertThatThrownBy(() -> part(kind).checked(id, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Refusal.class);
    }

    private dev.sluice.gateway.control.EditablePart part(int kind) {
        return List.of(tenancy.tenants(), tenancy.projects(), tenancy.models()).get(kind);
    }

    private final Map<Integer, Map<String, byte[]>> stored = new java.util.HashMap<>();

    private void put(int kind, String id, String body) {
        var records = stored.computeIfAbsent(kind, none -> new java.util.HashMap<>());
        records.put(id, part(kind).checked(id, body.getBytes(StandardCharsets.UTF_8)));
        part(kind).replace(Map.copyOf(records));
    }

    private Allowance read(String body) {
        return allowances.read(Fields.read(JSON, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static TiersConfig.Tier tier(Integer perHour) {
        return new TiersConfig.Tier() {
            @Override
            public OptionalLong requestsPerHour() {
                return perHour == null ? OptionalLong.empty() : OptionalLong.of(perHour);
            }

            @Override
            public OptionalLong requestsPerMinute() {
                return OptionalLong.empty();
            }

            @Override
            public OptionalLong tokensPerMinute() {
                return OptionalLong.empty();
            }

            @Override
            public OptionalLong tokensPerDay() {
                return OptionalLong.empty();
            }

            @Override
            public OptionalInt concurrent() {
                return OptionalInt.empty();
            }

            @Override
            public boolean unlimited() {
                return perHour == null;
            }
        };
    }
}
