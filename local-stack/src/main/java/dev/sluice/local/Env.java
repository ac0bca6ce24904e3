package dev.sluice.local;

import dev.sluice.local.text.Screen;

/** {@code ./sluice env}: what a shell needs so that any OpenAI client talks to the running suite. */
final class Env {

    private final Screen screen;

    Env(Screen screen) {
        this.screen = screen;
    }

    void run(Place place) {
        Endpoint endpoint = place.endpoint();
        screen.say("export OPENAI_BASE_URL=" + endpoint.baseUrl() + "/v1");
        screen.say("export OPENAI_API_KEY=" + endpoint.apiKey());
        screen.say("export SLUICE_ADMIN_KEY=" + endpoint.adminKey());
        screen.say("export SLUICE_ADMIN_URL=" + endpoint.adminUrl());
    }
}
