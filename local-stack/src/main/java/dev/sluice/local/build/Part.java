package dev.sluice.local.build;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Maven module and what the launcher needs of it.
 *
 * @param name its folder
 * @param kind what it builds
 * @param siblings the modules whose change makes it stale
 */
public record Part(String name, Kind kind, List<String> siblings) {

    private static final List<String> LIBRARIES = List.of("contracts", "service-kit");

    /** What {@code up} needs. */
    public static final List<Part> OF_THE_STACK = List.of(
            service("gateway-service"),
            service("cache-service"),
            service("optimizer-service"),
            service("worker-service"),
            service("analytics-service"),
            new Part("local-stack", Kind.JAR, List.of()));

    /** What {@code import} needs. */
    public static final List<Part> OF_THE_LAUNCHER = List.of(new Part("local-stack", Kind.JAR, List.of()));

    /** What {@code bench} needs beside the stack. */
    public static final Part BENCHMARKS = new Part(
            "benchmarks",
            Kind.JAR,
            List.of(
                    "contracts",
                    "service-kit",
                    "testkit",
                    "gateway-service",
                    "cache-service",
                    "optimizer-service",
                    "worker-service",
                    "analytics-service",
                    "local-stack"));

    private static Part service(String name) {
        return new Part(name, Kind.SERVICE, LIBRARIES);
    }

    /** What Maven must build together, so that nothing comes from an earlier install: the siblings and what tests need. */
    Stream<String> together() {
        Stream<String> needed = switch (kind) {
            case SERVICE -> Stream.concat(siblings.stream(), Stream.of("testkit"));
            case JAR -> siblings.stream();
        };
        return Stream.concat(needed, Stream.of(name));
    }

    /** The file that is there when the module was built. */
    public Path artefact(Home home) {
        return switch (kind) {
            case SERVICE -> home.runnable(name);
            case JAR -> home.jar(name);
        };
    }

    /** A Quarkus application, or a jar with its libraries beside it. */
    public enum Kind {
        SERVICE,
        JAR
    }
}
