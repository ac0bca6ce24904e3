package dev.sluice.bench.gateway;

import dev.sluice.bench.load.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The floor: one nginx worker that passes everything on, unbuffered. */
final class Nginx implements AutoCloseable {

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts nginx in front of the upstream, or answers null when this machine has none. */
    static @Nullable Nginx before(int upstreamPort, int port, Path folder) throws IOException {
        String program = Pin.onPath("nginx");
        if (program == null) {
            return null;
        }
        Path conf = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; worker_processes 1; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                  uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s; client_max_body_size 11m; keepalive_requests 1000000;
                  upstream up { server 127.0.0.1:%2$d; keepalive 512; keepalive_requests 1000000; }
                  server {
                    listen 127.0.0.1:%3$d; tcp_nodelay on;
                    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection "";
                                 proxy_buffering off; proxy_request_buffering off; }
                  }
                }
                """.formatted(folder, upstreamPort, port));
        Process process = new ProcessBuilder(List.of(program, "-c", conf.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Nginx(process, port);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
