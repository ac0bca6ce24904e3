package dev.sluice.gateway.errors;

import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** What a caller speaks, known from the path it calls: errors are said in it, as bodies and as the last event of a stream. */
public enum Speech {
    /** OpenAI: chat completions and everything else below {@code /v1}. */
    CHAT {
        @Override
        public byte[] body(ApiError error, String requestId) {
            return OpenAiErrors.body(error.message(), error.type(), error.param(), error.code());
        }

        @Override
        public byte[] event(ApiError error, String requestId) {
            return frame("data: ", body(error, requestId));
        }
    },

    /** OpenAI's Responses API: errors as in {@link #CHAT}, but with an event type in streams. */
    RESPONSES {
        @Override
        public byte[] body(ApiError error, String requestId) {
            return CHAT.body(error, requestId);
        }

        @Override
        public byte[] event(ApiError error, String requestId) {
            return frame("event: error\ndata: ", ResponsesErrors.event(error));
        }
    },

    /** Anthropic's Messages API. */
    MESSAGES {
        @Override
        public byte[] body(ApiError error, String requestId) {
            return AnthropicErrors.body(error.status(), error.message(), requestId);
        }

        @Override
        public byte[] event(ApiError error, String requestId) {
            return frame("event: error\ndata: ", body(error, requestId));
        }
    };

    private static final String ANTHROPIC = "/anthropic/";
    private static final String MESSAGES_PATH = "/v1/messages";
    private static final String RESPONSES_PATH = "/v1/responses";

    /** What the caller of a path speaks. */
    public static Speech of(RoutingContext route) {
        String path = route.normalizedPath();
        if (path == null) {
            return CHAT;
        }
        if (path.startsWith(ANTHROPIC) || is(path, MESSAGES_PATH)) {
            return MESSAGES;
        }
        return is(path, RESPONSES_PATH) || is(path, "/openai" + RESPONSES_PATH) ? RESPONSES : CHAT;
    }

    private static boolean is(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /** The body of an error. */
    public abstract byte[] body(ApiError error, String requestId);

    /** An error as a whole event, for a stream that cannot go on. */
    public abstract byte[] event(ApiError error, String requestId);

    /** Sets the headers this dialect's clients look for besides {@code x-request-id}. */
    public void describe(RoutingContext route) {
        if (this == MESSAGES) {
            route.response().putHeader("request-id", RequestLog.idOf(route));
        }
    }

    /** Answers a request that has not been answered yet. */
    public void send(RoutingContext route, ApiError error) {
        var response = route.response();
        if (response.ended() || response.closed()) {
            return;
        }
        RequestLog.note(route, "error", error.kind());
        response.setStatusCode(error.status()).putHeader("content-type", "application/json");
        error.headers().forEach(response::putHeader);
        describe(route);
        response.end(Buffer.buffer(body(error, RequestLog.idOf(route))));
    }

    private static byte[] frame(String head, byte[] data) {
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + data.length + 2];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(data, 0, whole, start.length, data.length);
        whole[whole.length - 2] = '\n';
        whole[whole.length - 1] = '\n';
        return whole;
    }
}
