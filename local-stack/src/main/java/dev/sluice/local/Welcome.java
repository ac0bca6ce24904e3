package dev.sluice.local;

import dev.sluice.local.data.Secrets;
import dev.sluice.local.text.Screen;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code ./sluice up} says at the end: where everything is, and three things to try. It shows no key. */
final class Welcome {

    private final LocalStack stack;
    private final Place place;

    Welcome(LocalStack stack, Place place) {
        this.stack = stack;
        this.place = place;
    }

    String text(Duration took) {
        Secrets secrets = Secrets.in(place.data());
        String key = quoted(secrets.apiKeyFile());
        String chat = """
                curl -s%s %s/v1/chat/completions -H "Authorization: Bearer $(cat %s)" \\
                  -H 'content-type: application/json' -d '{"model":"local","messages":[{"role":"user","content":"A sluice is a gate that controls how much water passes. What is a sluice?"}]}'""";
        return """
                Sluice is ready (%s).

                  base URL   %s/v1
                  dashboard  %s/dashboard
                  admin API  %s
                  API key    in %s (tenant local)
                  admin key  in %s
                  logs       %s

                1. Ask the built-in model; no key of a provider, no network:
                %s

                2. Ask the same again; the answer comes from the cache (x-cache: HIT):
                %s | grep -i -e '^x-cache' -e content

                3. Leave work to the background; the answer is 202 with its Location:
                curl -si %s/background/task -H "Authorization: Bearer $(cat %s)" \\
                  -H 'content-type: application/json' -d '{"type":"keywords","priority":"high","input":{"text":"A sluice is a gate that controls how much water passes through a channel."}}'

                Any OpenAI client: eval "$(./sluice env%s)"     A tour: ./sluice demo%s
                """.formatted(
                        Screen.elapsed(took),
                        stack.baseUrl(),
                        stack.baseUrl(),
                        stack.adminUrl(),
                        Place.shown(secrets.apiKeyFile()),
                        Place.shown(secrets.adminKeyFile()),
                        Place.shown(place.data().logs()),
                        chat.formatted("", stack.baseUrl(), key),
                        chat.formatted("i", stack.baseUrl(), key),
                        stack.baseUrl(),
                        key,
                        dataOption(),
                        dataOption());
    }

    private String dataOption() {
        Path root = place.data().root();
        return root.equals(place.home().root().resolve(".sluice")) ? "" : " --data " + quoted(root);
    }

    private static String quoted(Path path) {
        String shown = Place.shown(path);
        return shown.matches("[\\w./@%+=:,-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
