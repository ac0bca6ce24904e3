package dev.sluice.analytics.store;

import java.net.URI;
import java.time.Duration;

/**
 * What a {@link ClickHouseStore} needs to know.
 *
 * @param url of its HTTP interface
 * @param database an existing one
 * @param user who may create tables there, read and write them
 * @param password of the user
 * @param readers reports computed at once
 * @param queryTimeout how long a report may wait, and then take
 */
public record ClickHouseSettings(
        URI url, String database, String user, String password, int readers, Duration queryTimeout) {

    /** Without the password. */
    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
