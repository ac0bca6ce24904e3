package dev.sluice.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScriptedUpstream} for a test application. Each argument is a setting to make; {@code {url}} and {@code
 * {openai}} in its value become the upstream's addresses without and with {@code /v1}. Test fields of type
 * {@link ScriptedUpstream} are filled in.
 *
 * <pre>{@code
 * @QuarkusTestResource(value = UpstreamTestResource.class, initArgs =
 *     @ResourceArg(name = "some.provider.base-url", value = "{openai}"))
 * }</pre>
 */
public final class UpstreamTestResource implements QuarkusTestResourceLifecycleManager {

    private Map<String, String> settings = Map.of();
    private @Nullable ScriptedUpstream upstream;

    @Override
    public void init(Map<String, String> arguments) {
        settings = Map.copyOf(arguments);
    }

    @Override
    public Map<String, String> start() {
        ScriptedUpstream started = ScriptedUpstream.start();
        upstream = started;
        Map<String, String> made = new HashMap<>();
        settings.forEach((key, value) ->
                made.put(key, value.replace("{openai}", started.openAiUrl()).replace("{url}", started.url())));
        return made;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(upstream, new TestInjector.MatchesType(ScriptedUpstream.class));
    }

    @Override
    public void stop() {
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }
}
