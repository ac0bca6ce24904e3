package dev.sluice.local;

import dev.sluice.local.process.PortOwner;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Running;
import dev.sluice.local.text.Complaint;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/** Which process listens where. The gateway's port is promised to clients; the others move aside when they must. */
record Ports(Map<String, Integer> byName) {

    /** The gateway's admin API. */
    static final String MANAGEMENT = "management";

    /** The broker. */
    static final String KAFKA = "kafka";

    /** The port clients know. */
    static final String GATEWAY = "gateway-service";

    private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put(MANAGEMENT, 9000);
        DEFAULTS.put("cache-service", 8081);
        DEFAULTS.put("optimizer-service", 8082);
        DEFAULTS.put("worker-service", 8083);
        DEFAULTS.put("analytics-service", 8084);
        DEFAULTS.put(KAFKA, 9092);
    }

    Ports {
        byName = Map.copyOf(byName);
    }

    /**
     * Chooses the ports: the gateway's as asked (0 means any free one, for all of them), the others by default or, when
     * that is taken, any free one. The management port is the only other one a person uses, so a change of it is told.
     */
    static Ports choose(int gateway, IntPredicate isFree, IntSupplier any, Consumer<String> say) {
        requireFree(gateway, isFree);
        Map<String, Integer> chosen = new LinkedHashMap<>();
        chosen.put(GATEWAY, gateway == 0 ? any.getAsInt() : gateway);
        DEFAULTS.forEach((name, port) -> {
            boolean usable = gateway != 0 && !chosen.containsValue(port) && isFree.test(port);
            chosen.put(name, usable ? port : any.getAsInt());
            if (name.equals(MANAGEMENT) && !usable && gateway != 0) {
                say.accept("Port " + port + " is in use; the admin API answers on " + chosen.get(name) + " instead.");
            }
        });
        return new Ports(chosen);
    }

    /** Refuses a gateway port that somebody has, with his name and a port that is free. */
    static void requireFree(int gateway, IntPredicate isFree) {
        if (gateway != 0 && !isFree.test(gateway)) {
            throw new Complaint(
                    "Port " + gateway + " is in use by " + PortOwner.of(gateway) + ".",
                    "Stop that program, or try --port " + suggestion(gateway, isFree) + ".");
        }
    }

    /** The ports of a stack that was started before. */
    static Ports of(RunFile run) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Running child : run.children()) {
            ports.put(child.name(), child.port());
        }
        ports.put(MANAGEMENT, URI.create(run.adminUrl()).getPort());
        return new Ports(ports);
    }

    /** The port of a process, or of {@link #MANAGEMENT}. */
    int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port was chosen for " + name);
        }
        return port;
    }

    /** Where a process answers on this machine. */
    String url(String name) {
        return "http://127.0.0.1:" + of(name);
    }

    private static int suggestion(int taken, IntPredicate isFree) {
        for (int port = taken + 10; port < Math.min(65_535, taken + 1000); port += 10) {
            if (isFree.test(port)) {
                return port;
            }
        }
        return 0;
    }
}
