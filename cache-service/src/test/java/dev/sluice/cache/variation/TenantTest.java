package dev.sluice.cache.variation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.variation.VariationViews.ClusterView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantTest {

    private static final float[] EAST = {1, 0, 0};
    private static final float[] NEARLY_EAST = {0.96f, 0.28f, 0};
    private static final float[] NORTH = {0, 1, 0};
    private static final float[] UP = {0, 0, 1};

    private final Tenant tenant = new Tenant(2, 0.82, Set.of("the", "is", "where", "my"));

    @Test
    void whatLiesNearGathersAndIsNamedByItsWords() {
        tenant.saw("where is the parcel", "other", EAST, false, 0);
        tenant.saw("where is my parcel now", "other", NEARLY_EAST, true, 500);
        tenant.saw("refund", "support", NORTH, false, 0);

        List<ClusterView> clusters = tenant.clusters(10);

        assertThat(clusters).hasSize(1);
        ClusterView parcels = clusters.getFirst();
        assertThat(parcels.label()).startsWith("parcel");
        assertThat(parcels.questions()).isEqualTo(2);
        assertThat(parcels.lookups()).isEqualTo(2);
        assertThat(parcels.hits()).isEqualTo(1);
        assertThat(parcels.savedNano()).isEqualTo(500);
        assertThat(parcels.samples()).containsExactly("where is my parcel now", "where is the parcel");
    }

    @Test
    void aQuestionAskedAgainCountsWithoutAVector() {
        tenant.saw("where is the parcel", "other", EAST, false, 0);
        tenant.saw("where is my parcel", "other", NEARLY_EAST, false, 0);
        tenant.saw("where is the parcel", "other", null, true, 7);
        tenant.saw("never seen", "other", null, true, 7);

        assertThat(tenant.clusters(10).getFirst().lookups()).isEqualTo(3);
        assertThat(tenant.clusters(10).getFirst().questions()).isEqualTo(2);
        assertThat(tenant.clusters(10).getFirst().savedNano()).isEqualTo(7);
    }

    @Test
    void theClusterLeastInUseMakesRoom() {
        tenant.saw("a", "other", EAST, false, 0);
        tenant.saw("b", "other", NEARLY_EAST, false, 0);
        tenant.saw("c", "other", NORTH, false, 0);
        tenant.saw("d", "other", UP, false, 0);
        tenant.saw("e", "other", new float[] {0, 0.1f, 0.99f}, false, 0);

        assertThat(tenant.clusters(10))
                .extracting(ClusterView::samples)
                .containsExactlyInAnyOrder(List.of("b", "a"), List.of("e", "d"));
    }

    @Test
    void categoriesAreCountedAndKnownOnesShownBeforeTheyAreAskedAbout() {
        tenant.saw("how much is it", "pricing", null, true, 300);
        tenant.saw("how much is it", "pricing", null, false, 300);

        var views = tenant.categories(Map.of("pricing", 5, "support", 4));

        assertThat(views).extracting(VariationViews.CategoryView::name).contains("pricing", "support", "other");
        var pricing = views.stream()
                .filter(view -> view.name().equals("pricing"))
                .findFirst()
                .orElseThrow();
        assertThat(pricing.lookups()).isEqualTo(2);
        assertThat(pricing.hits()).isEqualTo(1);
        assertThat(pricing.savedNano()).isEqualTo(300);
        assertThat(pricing.patterns()).isEqualTo(5);
        assertThat(pricing.samples()).containsExactly("how much is it");
    }

    @Test
    void questionsAreForgottenCountsStay() {
        tenant.saw("where is the parcel", "other", EAST, false, 0);
        tenant.saw("where is my parcel", "other", NEARLY_EAST, false, 0);
        tenant.forgetSamples();

        assertThat(tenant.clusters(10).getFirst().samples()).isEmpty();
        assertThat(tenant.clusters(10).getFirst().lookups()).isEqualTo(2);
        assertThat(tenant.categories(Map.of()))
                .allSatisfy(view -> assertThat(view.samples()).isEmpty());
    }
}
