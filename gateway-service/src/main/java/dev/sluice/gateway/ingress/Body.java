package dev.sluice.gateway.ingress;

/** The bytes of a request's body as they came. */
public final class Body {

    private final byte[] bytes;

    /** Takes the bytes over; they are not changed from here on. */
    public Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
