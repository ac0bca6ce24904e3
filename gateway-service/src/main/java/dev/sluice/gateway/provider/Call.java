package dev.sluice.gateway.provider;

import dev.sluice.contracts.identity.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What is asked of a provider.
 *
 * @param deployment who and which model
 * @param endpoint what kind of call
 * @param exact whether the provider speaks the caller's dialect, so that bytes pass as they are
 * @param path below the provider's base URL
 * @param body the body in the provider's dialect
 * @param usageAdded whether the stream was asked for its usage without the client's wish, which must not see it
 * @param includeUsage whether a stream shall end with a chunk of usage
 * @param headers the client's headers; only allowed ones go on
 * @param caller who asks; told to our own services only
 * @param requestId the id of the request
 */
public record Call(
        Deployment deployment,
        Endpoint endpoint,
        boolean exact,
        String path,
        Buffer body,
        boolean usageAdded,
        boolean includeUsage,
        MultiMap headers,
        Caller caller,
        String requestId) {}
