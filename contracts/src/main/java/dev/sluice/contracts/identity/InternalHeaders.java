package dev.sluice.contracts.identity;

/** The request headers by which the gateway introduces its caller to the other services. */
public final class InternalHeaders {

    /** The shared secret that makes the other headers worth believing; compared in constant time. */
    public static final String SECRET = "x-sluice-internal";

    /** {@link Caller#tenant()}. */
    public static final String TENANT = "x-sluice-tenant";

    /** {@link Caller#project()}. */
    public static final String PROJECT = "x-sluice-project";

    /** {@link Caller#keyId()}. */
    public static final String KEY_ID = "x-sluice-key-id";

    /** {@link Caller#scopes()}, separated by commas. */
    public static final String SCOPES = "x-sluice-scopes";

    /** The id of the request, made by the first service that sees it and echoed in every answer and log line. */
    public static final String REQUEST_ID = "x-request-id";

    private InternalHeaders() {}
}
