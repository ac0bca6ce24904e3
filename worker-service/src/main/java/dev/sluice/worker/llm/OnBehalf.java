package dev.sluice.worker.llm;

import dev.sluice.contracts.identity.InternalHeaders;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Introduces the payer of a call to the gateway. The client has no place for headers of ours, so the payer travels to here
 * in the one header it does not need.
 */
final class OnBehalf implements ClientRequestFilter {

    private static final String CARRIER = "OpenAI-Organization";

    private final String secret;

    OnBehalf(String secret) {
        this.secret = secret;
    }

    /** The payer as the carrier holds it. */
    static String carried(Payer payer) {
        return encoded(payer.tenant()) + "/" + encoded(String.valueOf(payer.keyId()));
    }

    @Override
    public void filter(ClientRequestContext call) {
        String carried = call.getHeaderString(CARRIER);
        if (carried == null) {
            return;
        }
        int slash = carried.indexOf('/');
        call.getHeaders().remove(CARRIER);
        call.getHeaders().putSingle(InternalHeaders.SECRET, secret);
        call.getHeaders().putSingle(InternalHeaders.TENANT, decoded(carried.substring(0, slash)));
        call.getHeaders().putSingle(InternalHeaders.KEY_ID, decoded(carried.substring(slash + 1)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
