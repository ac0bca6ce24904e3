package dev.sluice.kit.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a name leads. */
@FunctionalInterface
interface Resolver {

    /** All addresses of a host, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
