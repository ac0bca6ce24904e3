package dev.sluice.gateway.provider;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.ingress.ModelRequest;
import io.vertx.core.MultiMap;

/**
 * What a client wants, before it is known who will be asked.
 *
 * @param request the request as it came, or as it was improved
 * @param endpoint what kind of call
 * @param plan whom to ask
 * @param includeUsage whether a stream shall end with a chunk of usage
 * @param headers the client's headers; only allowed ones go on
 * @param caller who asks; told to our own services only
 * @param requestId the id of the request
 */
public record Ask(
        ModelRequest request,
        Endpoint endpoint,
        Plan plan,
        boolean includeUsage,
        MultiMap headers,
        Caller caller,
        String requestId) {

    /** The same, asked of others. */
    public Ask with(Plan others) {
        return new Ask(request, endpoint, others, includeUsage, headers, caller, requestId);
    }

    /**
     * The call to one deployment.
     *
     * @throws dev.sluice.gateway.errors.ApiError when the deployment cannot be asked this
     */
    public Call to(Deployment deployment) {
        return new Call(
                deployment,
                endpoint,
                Dialects.isExact(request, deployment, endpoint),
                Dialects.path(request, deployment, endpoint),
                Dialects.request(request, deployment, endpoint),
                Dialects.addsUsage(request, deployment, endpoint),
                includeUsage,
                headers,
                caller,
                requestId);
    }
}
