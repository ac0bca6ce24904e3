package dev.sluice.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One tab of a headless Chromium, driven by the DevTools protocol; nothing is needed but the browser itself. */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI tab) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(tab, new Ear())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        send("Page.enable", Map.of());
        send("Runtime.enable", Map.of());
        send("Log.enable", Map.of());
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1_440, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The Chromium on the PATH, if there is one. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a browser with an empty profile in the folder. */
    public static Browser start(Path chromium, Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
            String list = "http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list";
            return new Browser(process, tab(URI.create(list)));
        } catch (IOException | RuntimeException failed) {
            process.destroy();
            throw failed;
        }
    }

    private static URI tab(URI list) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String tabs = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode tab : JSON.readTree(tabs)) {
                if (tab.path("type").asText().equals("page")) {
                    return URI.create(tab.path("webSocketDebuggerUrl").asText());
                }
            }
            throw new IOException("the browser has no tab: " + tabs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Goes to an address, away from whatever was open. */
    public void open(String url) {
        send("Page.navigate", Map.of("url", "about:blank"));
        send("Page.navigate", Map.of("url", url));
        until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Runs a script in each page that is opened from now on, before the page's own, and keeps no page's files for the next one. */
    public void beforeEachPage(String script) {
        send("Network.enable", Map.of());
        send("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** What people prefer: {@code light} or {@code dark}. */
    public void theme(String name) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    /** Cuts the browser off from every network, or lets it back. */
    public void offline(boolean off) {
        send("Network.enable", Map.of());
        send(
                "Network.emulateNetworkConditions",
                Map.of("offline", off, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** The value of an expression; a promise is awaited. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + " threw " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void until(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
    }

    /** Waits until the page shows a text. */
    public void untilShown(String text) {
        try {
            until("document.body.innerText.includes(%s)".formatted(quoted(text)));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    "'%s' is not shown, but: %s"
                            .formatted(text, evaluate("document.body.innerText").asText()),
                    late);
        }
    }

    /** Clicks the first element that a selector finds, once there is one. */
    public void click(String selector) {
        until("document.querySelector(%s)".formatted(quoted(selector)));
        evaluate("document.querySelector(%s).click()".formatted(quoted(selector)));
    }

    /** Presses a key where the focus is. */
    public void press(String key, int code) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    /** What is seen now, as a WebP. */
    public void picture(Path file) throws IOException {
        String data = send("Page.captureScreenshot", Map.of("format", "webp", "quality", 82))
                .path("data")
                .asText();
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** What scripts threw, and what the browser refused, such as breaches of the page's own policy; each is told once. */
    public List<String> problems() {
        List<String> told = List.copyOf(problems);
        problems.clear();
        return told;
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A text as a literal of JavaScript. */
    public static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = number.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        asked.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Hears answers and events. */
    private final class Ear implements WebSocket.Listener {

        private final StringBuilder heard = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.append(data);
            if (last) {
                hear(read(heard.toString()));
                heard.setLength(0);
            }
            from.request(1);
            return null;
        }

        private JsonNode read(String message) {
            try {
                return JSON.readTree(message);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the browser says what is no JSON", e);
            }
        }

        private void hear(JsonNode message) {
            JsonNode parameters = message.path("params");
            CompletableFuture<JsonNode> waiting =
                    asked.remove(message.path("id").asInt());
            if (waiting != null) {
                waiting.complete(message.path("result"));
            } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                problems.add(parameters.toString());
            } else if (message.path("method").asText().equals("Log.entryAdded")) {
                JsonNode entry = parameters.path("entry");
                // That an answer is 404 for a while, or the network away, is what some stories are about.
                if (entry.path("level").asText().equals("error")
                        && !entry.path("source").asText().equals("network")) {
                    problems.add(entry.toString());
                }
            }
        }
    }
}
