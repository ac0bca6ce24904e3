package dev.sluice.kit.egress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one way to call an address that somebody else has named. The host is resolved once, all its addresses are checked
 * ({@link EgressRules}), and the connection goes to the very address that was checked: a name that leads elsewhere a moment
 * later (DNS rebinding) changes nothing. Certificates are still checked against the name. Redirects are not followed unless
 * asked for, and then each is checked in the same way. Proxies of the environment are not used.
 *
 * <p>Blocking, for virtual threads; an interrupt ends the call.
 */
@ApplicationScoped
public class EgressClient {

    private static final int MOST_CONNECTIONS_A_HOST = 8;

    private final HttpClient http;
    private final EgressRules rules;
    private final Resolver resolver;

    @Inject
    EgressClient(Vertx vertx, EgressConfig config) {
        this(
                vertx,
                new EgressRules(config.allowedNetworks().orElseGet(java.util.List::of), config.ports()),
                InetAddress::getAllByName,
                config.connectTimeout());
    }

    EgressClient(Vertx vertx, EgressRules rules, Resolver resolver, Duration connectTimeout) {
        this.rules = rules;
        this.resolver = resolver;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
                .setKeepAliveTimeout(10)
                .setMaxPoolSize(MOST_CONNECTIONS_A_HOST)
                .setMaxWaitQueueSize(1_000)
                .setVerifyHost(true)
                .setTrustAll(false));
    }

    @PreDestroy
    void close() {
        http.close();
    }

    /**
     * Whether a URL could be called as far as can be told without resolving its host, for a clear answer when it is given.
     *
     * @throws EgressException.Refused with the reason
     */
    public void check(URI url) throws EgressException.Refused {
        Optional<String> objection = rules.objection(url)
                .or(() -> literal(url).flatMap(address -> rules.objection(address, EgressRules.port(url))));
        if (objection.isPresent()) {
            throw refused(objection.get());
        }
    }

    /** The address of a host that is one itself; empty for a name. */
    private static Optional<InetAddress[]> literal(URI url) {
        try {
            return Optional.of(new InetAddress[] {InetAddress.ofLiteral(bare(url.getHost()))});
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Calls, and reads the answer up to its bound. Any HTTP status is an answer.
     *
     * @throws EgressException.Refused when the URL, or one it redirects to, must not be called
     * @throws EgressException.Failed when there was no whole answer in time
     */
    public EgressReply send(EgressRequest request) throws EgressException, InterruptedException {
        long end = System.nanoTime() + request.within().toNanos();
        EgressRequest next = request;
        while (true) {
            EgressReply reply = once(next, end);
            Optional<String> location = reply.header("location");
            if (reply.status() / 100 != 3 || location.isEmpty() || next.redirects() == 0 || !isGet(next)) {
                return reply;
            }
            try {
                next = next.to(next.url().resolve(location.get()));
            } catch (IllegalArgumentException e) {
                throw refused("it redirects to what is no URL");
            }
        }
    }

    private EgressReply once(EgressRequest request, long end) throws EgressException, InterruptedException {
        check(request.url());
        int port = EgressRules.port(request.url());
        InetAddress[] addresses = await(resolved(request.url().getHost()), end);
        Optional<String> objection = rules.objection(addresses, port);
        if (objection.isPresent()) {
            throw refused(objection.get());
        }
        var exchange = new Exchange(request);
        http.request(options(request, new InetSocketAddress(addresses[0], port)))
                .onSuccess(exchange::send)
                .onFailure(exchange::failed);
        try {
            return await(exchange.reply(), end);
        } finally {
            exchange.close();
        }
    }

    private static RequestOptions options(EgressRequest request, InetSocketAddress address) {
        URI url = request.url();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setServer(SocketAddress.inetSocketAddress(address))
                .setHost(url.getHost())
                .setPort(address.getPort())
                .setSsl("https".equalsIgnoreCase(url.getScheme()))
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false);
    }

    private CompletableFuture<InetAddress[]> resolved(String host) {
        var result = new CompletableFuture<InetAddress[]>();
        // The system's resolver knows no deadline; it is left behind when it takes too long.
        Thread.ofVirtual().name("egress-resolve").start(() -> {
            try {
                result.complete(resolver.resolve(bare(host)));
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static <T> T await(CompletableFuture<T> future, long end)
            throws EgressException.Failed, InterruptedException {
        try {
            return future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new EgressException.Failed("There was no whole answer in time.");
        } catch (ExecutionException e) {
            throw new EgressException.Failed(
                    e.getCause() instanceof UnknownHostException
                            ? "The host is not known."
                            : "The connection failed or broke off.");
        }
    }

    private static boolean isGet(EgressRequest request) {
        return request.method().equals("GET");
    }

    private static EgressException.Refused refused(String objection) {
        return new EgressException.Refused("That URL is not called: " + objection + ".");
    }
}
