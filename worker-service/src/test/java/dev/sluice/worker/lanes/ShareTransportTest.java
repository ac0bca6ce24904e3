package dev.sluice.worker.lanes;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.BeforeEach;

/** Share groups are a preview in the broker of the tests, so it is told first that it may. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class ShareTransportTest extends TransportContract {

    @BeforeEach
    void enable() throws Exception {
        try (var admin = clients.admin("contract")) {
            admin.updateFeatures(
                            Map.of("share.version", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get();
        }
    }

    @Override
    Transport transport(LaneBuffers buffers, String group, Runnable dispatch) {
        return new ShareTransport(buffers, clients, new Commands(json, Clock.systemUTC()), group, dispatch);
    }
}
