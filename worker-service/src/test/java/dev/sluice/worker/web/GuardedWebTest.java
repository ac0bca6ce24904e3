package dev.sluice.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider in a network that nobody has allowed. */
@QuarkusTest
@TestProfile(GuardedWebTest.Profile.class)
class GuardedWebTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class),
                    new TestResourceEntry(TavilyTestResource.class, Map.of()));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Inject
    WebSearch web;

    @Test
    void a_provider_in_a_private_network_is_not_called_unless_its_network_is_allowed() throws Exception {
        TavilyTestResource.CALLS.clear();

        assertThat(web.search("comets", 1)).isEmpty();

        assertThat(TavilyTestResource.CALLS).isEmpty();
    }
}
