package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.process.PortOwner;
import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final AtomicInteger next = new AtomicInteger(50_000);
    private final List<String> told = new ArrayList<>();

    private Ports choose(int gateway, Set<Integer> busy) {
        return Ports.choose(gateway, port -> !busy.contains(port), next::getAndIncrement, told::add);
    }

    @Test
    void theDefaultsAreTakenWhileTheyAreFree() {
        Ports ports = choose(8080, Set.of());

        assertThat(ports.of(Ports.GATEWAY)).isEqualTo(8080);
        assertThat(ports.of(Ports.MANAGEMENT)).isEqualTo(9000);
        assertThat(ports.of(Ports.KAFKA)).isEqualTo(9092);
        assertThat(ports.of("analytics-service")).isEqualTo(8084);
        assertThat(told).isEmpty();
    }

    @Test
    void aHelperMovesAsideInSilenceAndTheAdminApiSaysSo() {
        Ports ports = choose(8080, Set.of(8082, 9000));

        assertThat(ports.of("optimizer-service")).isGreaterThanOrEqualTo(50_000);
        assertThat(ports.of(Ports.MANAGEMENT)).isGreaterThanOrEqualTo(50_000);
        assertThat(told).singleElement().asString().contains("Port 9000 is in use");
    }

    @Test
    void noPortIsGivenTwice() {
        Ports ports = choose(9092, Set.of());

        assertThat(ports.byName().values()).doesNotHaveDuplicates();
    }

    @Test
    void aGatewayPortInUseIsRefusedWithAFreeOne() {
        assertThatThrownBy(() -> choose(8080, Set.of(8080, 8090)))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Port 8080 is in use")
                .extracting(e -> ((Complaint) e).remedy())
                .asString()
                .contains("--port 8100");
    }

    @Test
    void portZeroMeansFreeOnesForAll() {
        assertThat(choose(0, Set.of()).byName().values()).allMatch(port -> port >= 50_000);
        assertThat(told).isEmpty();
    }

    @Test
    void whoHasAPortIsNamed() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(socket.getLocalPort()))
                    .contains("java")
                    .contains("pid " + ProcessHandle.current().pid());
        }
    }
}
