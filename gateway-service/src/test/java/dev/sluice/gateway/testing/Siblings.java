package dev.sluice.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The four other services, as fakes. */
public final class Siblings implements QuarkusTestResourceLifecycleManager {

    public final FakeSibling cache = new FakeSibling();
    public final FakeSibling optimizer = new FakeSibling();
    public final FakeSibling worker = new FakeSibling();
    public final FakeSibling analytics = new FakeSibling();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "sluice.peers.cache", cache.url(),
                "sluice.peers.optimizer", optimizer.url(),
                "sluice.peers.worker", worker.url(),
                "sluice.peers.analytics", analytics.url());
    }

    public void reset() {
        cache.reset();
        cache.does((request, body) -> request.response()
                .putHeader("content-type", "application/json")
                .setStatusCode(request.path().endsWith("/remember") ? 204 : 200)
                .end(request.path().endsWith("/lookup") ? "{\"outcome\":\"MISS\"}" : ""));
        optimizer.reset();
        worker.reset();
        analytics.reset();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Siblings.class));
    }

    @Override
    public void stop() {
        cache.close();
        optimizer.close();
        worker.close();
        analytics.close();
    }
}
