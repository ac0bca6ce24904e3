package dev.sluice.gateway.provider;

import dev.sluice.contracts.identity.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What is asked of a provider.
 *
 * @param deployment who and which model
 * @param endpoint what kind of call
 * @param body the body in the provider's dialect
 * @param includeUsage whether a stream shall end with a chunk of usage
 * @param headers the client's headers; only allowed ones go on
 * @param caller who asks; told to our own services only
 * @param requestId the id of the request
 */
public record Call(
        Deployment deployment,
        Endpoint endpoint,
        Buffer body,
        boolean includeUsage,
        MultiMap headers,
        Caller caller,
        String requestId) {}
