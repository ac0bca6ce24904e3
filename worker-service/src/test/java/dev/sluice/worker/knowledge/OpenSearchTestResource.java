package dev.sluice.worker.knowledge;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A real OpenSearch as the workers' knowledge index, that tests kill and start again. */
public class OpenSearchTestResource implements QuarkusTestResourceLifecycleManager {

    static volatile OpenSearchNode node;

    @Override
    public Map<String, String> start() {
        try {
            node = OpenSearchNode.start(
                    Files.createTempDirectory("sluice-opensearch-").resolve("node"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "sluice.worker.knowledge.engine", "opensearch",
                "sluice.worker.knowledge.opensearch.url", node.url().toString(),
                "sluice.worker.knowledge.opensearch.replicas", "0",
                "sluice.worker.knowledge.opensearch.search-within", "20s",
                "sluice.worker.knowledge.opensearch.pause", "200ms");
    }

    @Override
    public void stop() {
        try {
            node.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
