package dev.sluice.worker.lanes;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.util.Optional;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class GroupTransportTest extends TransportContract {

    @Override
    Transport transport(LaneBuffers buffers, String group, Runnable dispatch) {
        return new GroupTransport(
                buffers, clients, new Commands(json, Clock.systemUTC()), group, Optional.empty(), dispatch);
    }
}
