package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void areFreeAndAllDifferent() throws Exception {
        List<Integer> ports = Ports.free(20);

        assertThat(ports).doesNotHaveDuplicates().hasSize(20);
        try (var socket = new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }
}
