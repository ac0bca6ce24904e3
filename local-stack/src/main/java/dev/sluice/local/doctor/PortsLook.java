package dev.sluice.local.doctor;

import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.PortOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the ports that {@code ./sluice up} prefers are free; nothing is asked while a stack has them. */
final class PortsLook {

    private static final int GATEWAY = 8080;
    private static final Map<String, Integer> OTHERS = Map.of(
            "the admin API",
            9000,
            "cache-service",
            8081,
            "optimizer-service",
            8082,
            "worker-service",
            8083,
            "analytics-service",
            8084,
            "the broker",
            9092);

    private PortsLook() {}

    static List<Finding> at(Patient patient) {
        if (!patient.runs().isEmpty()) {
            return List.of(Finding.well("A local stack runs and has its ports"));
        }
        List<Finding> findings = new ArrayList<>();
        try (FreePorts ports = new FreePorts()) {
            if (!ports.isFree(GATEWAY)) {
                findings.add(Finding.bad(
                        "Port 8080, the gateway's, is in use by " + PortOwner.of(GATEWAY) + ".",
                        "Stop that program, or start with ./sluice up --port N."));
            }
            OTHERS.forEach((who, port) -> {
                if (!ports.isFree(port)) {
                    findings.add(Finding.doubtful(
                            "Port " + port + " is in use by " + PortOwner.of(port) + ".",
                            "./sluice up gives " + who + " another one and says which."));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings.isEmpty() ? List.of(Finding.well("All ports are free")) : findings;
    }
}
