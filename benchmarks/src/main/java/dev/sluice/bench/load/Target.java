package dev.sluice.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * Where load goes.
 *
 * @param name for the table
 * @param port on 127.0.0.1
 * @param path with a leading slash
 * @param headers sent with each request
 * @param body sent with each request
 */
public record Target(String name, int port, String path, Map<String, String> headers, Buffer body) {}
