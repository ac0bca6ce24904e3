package dev.sluice.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressClientTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private EgressClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        client = client("127.0.0.1", host -> new InetAddress[] {LOOPBACK});
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @AfterAll
    static void end() {
        VERTX.close();
    }

    @Test
    void an_allowed_address_is_called_and_the_host_keeps_its_name() throws Exception {
        EgressReply reply = client.send(EgressRequest.post(url("/echo?a=b"), Map.of("x-signature", "s"), "hello"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(reply)).isEqualTo("POST /echo?a=b named.example:" + port() + " s hello");
        assertThat(reply.complete()).isTrue();
    }

    @Test
    void without_permission_a_private_address_is_not_called() {
        EgressClient strict = client("10.0.0.0/8", host -> new InetAddress[] {LOOPBACK});

        assertThatThrownBy(() -> strict.send(EgressRequest.get(url("/echo"), Map.of())))
                .isInstanceOf(EgressException.Refused.class)
                .hasMessageContaining("private");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_host_that_is_a_private_address_itself_is_known_for_it_without_a_call() throws Exception {
        EgressClient strict = client("10.9.0.0/16", host -> {
            throw new AssertionError("nothing is resolved");
        });

        for (String url : List.of(
                "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/x", "http://169.254.169.254/")) {
            assertThatThrownBy(() -> strict.check(URI.create(url))).isInstanceOf(EgressException.Refused.class);
        }
        strict.check(URI.create("http://10.9.1.1:9999/"));
        strict.check(URI.create("https://hooks.example/"));
    }

    @Test
    void the_name_is_resolved_once_and_the_connection_goes_to_what_was_checked() throws Exception {
        var times = new AtomicInteger();
        EgressClient rebound = client("127.0.0.1", host ->
                new InetAddress[] {times.getAndIncrement() == 0 ? LOOPBACK : InetAddress.getByName("169.254.169.254")});

        assertThat(rebound.send(EgressRequest.get(url("/echo"), Map.of())).status())
                .isEqualTo(200);
        assertThat(times).hasValue(1);
        assertThatThrownBy(() -> rebound.send(EgressRequest.get(url("/echo"), Map.of())))
                .isInstanceOf(EgressException.Refused.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_redirect_is_given_back_unless_it_is_asked_to_follow() throws Exception {
        EgressReply reply = client.send(EgressRequest.get(url("/to?/echo"), Map.of()));

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("location")).hasValue("/echo");
    }

    @Test
    void a_followed_redirect_is_checked_like_the_first_url() {
        assertThatThrownBy(() -> client.send(following("/to?http://metadata.example/latest", 3)))
                .isInstanceOf(EgressException.Refused.class);
        assertThatThrownBy(() -> client.send(following("/to?file:///etc/passwd", 3)))
                .isInstanceOf(EgressException.Refused.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void redirects_are_followed_up_to_their_number_and_secrets_do_not_go_to_another_host() throws Exception {
        assertThat(client.send(following("/to?/to?/echo", 2)).status()).isEqualTo(200);
        assertThat(client.send(following("/to?/to?/echo", 1)).status()).isEqualTo(302);
        assertThat(text(client.send(following("/to?http://other.example:" + port() + "/echo", 1))))
                .isEqualTo("GET /echo other.example:" + port() + " null ");
        assertThat(text(client.send(following("/to?/echo", 1)))).contains(" s ");
    }

    @Test
    void an_answer_is_read_up_to_its_bound_and_no_further() throws Exception {
        EgressRequest ten = EgressRequest.get(url("/bytes?10"), Map.of());

        assertThat(client.send(ten.largest(11)).complete()).isTrue();
        assertThat(client.send(ten.largest(10)).complete()).isTrue();
        EgressReply cut = client.send(ten.largest(9));
        assertThat(cut.complete()).isFalse();
        assertThat(cut.body()).hasSize(9);
        assertThat(client.send(EgressRequest.get(url("/endless"), Map.of()).largest(100_000))
                        .body())
                .hasSize(100_000);
    }

    @Test
    void whoever_says_nothing_in_time_is_given_up() {
        assertThatThrownBy(() ->
                        client.send(EgressRequest.get(url("/never"), Map.of()).within(Duration.ofMillis(300))))
                .isInstanceOf(EgressException.Failed.class)
                .hasMessageContaining("in time");
    }

    @Test
    void a_resolver_that_hangs_is_given_up_too() {
        var forever = new CountDownLatch(1);
        EgressClient hanging = client("127.0.0.1", host -> {
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {LOOPBACK};
        });

        assertThatThrownBy(() ->
                        hanging.send(EgressRequest.get(url("/echo"), Map.of()).within(Duration.ofMillis(300))))
                .isInstanceOf(EgressException.Failed.class);
        forever.countDown();
    }

    @Test
    void unknown_hosts_and_closed_doors_are_failures_that_may_pass() {
        EgressClient lost = client("127.0.0.1", host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> lost.send(EgressRequest.get(url("/echo"), Map.of())))
                .isInstanceOf(EgressException.Failed.class)
                .hasMessageContaining("not known");
        URI nobody = url("/echo");
        server.stop(0);
        assertThatThrownBy(() -> client.send(EgressRequest.get(nobody, Map.of())))
                .isInstanceOf(EgressException.Failed.class);
    }

    @Test
    void an_interrupt_ends_the_call() throws Exception {
        var thrown = new AtomicReference<Throwable>();
        Thread calling = Thread.ofVirtual().start(() -> {
            try {
                client.send(EgressRequest.get(url("/never"), Map.of()).within(Duration.ofMinutes(5)));
            } catch (EgressException | InterruptedException e) {
                thrown.set(e);
            }
        });
        calling.interrupt();

        assertThat(calling.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    private EgressRequest following(String path, int redirects) {
        return new EgressRequest(
                "GET", url(path), Map.of("x-signature", "s"), "", Duration.ofSeconds(20), 1_000, redirects);
    }

    /** Leads every name to where the resolver says, but {@code metadata.example} to a metadata service. */
    private static EgressClient client(String allowed, Resolver resolver) {
        return new EgressClient(
                VERTX,
                new EgressRules(List.of(allowed), List.of(80)),
                host -> host.equals("metadata.example")
                        ? new InetAddress[] {InetAddress.getByName("169.254.169.254")}
                        : resolver.resolve(host),
                Duration.ofSeconds(10));
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getQuery();
        try (exchange) {
            switch (path) {
                case "/echo" -> {
                    String said = "%s %s %s %s %s"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders().getFirst("host"),
                                    exchange.getRequestHeaders().getFirst("x-signature"),
                                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    write(exchange, 200, said.getBytes(StandardCharsets.UTF_8));
                }
                case "/to" -> {
                    exchange.getResponseHeaders().set("Location", query);
                    write(exchange, 302, new byte[0]);
                }
                case "/bytes" -> write(exchange, 200, new byte[Integer.parseInt(query)]);
                case "/endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[10_000]);
                    }
                }
                default -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private URI url(String path) {
        return URI.create("http://named.example:" + port() + path);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static String text(EgressReply reply) {
        return reply.body();
    }
}
