package dev.sluice.gateway.allowance;

/**
 * One level a call must pass.
 *
 * @param kind which level
 * @param id the key's id, the tenant, {@code tenant/project}, or {@code tenant/model}
 * @param allowance what it may use
 */
public record Level(Kind kind, String id, Allowance allowance) {

    /** The levels, from the narrowest. */
    public enum Kind {
        KEY,
        PROJECT,
        TENANT,
        MODEL
    }
}
