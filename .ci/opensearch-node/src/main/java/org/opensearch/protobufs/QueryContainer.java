package org.opensearch.protobufs;

/** In place of the one of the gRPC module. */
public final class QueryContainer {

    private QueryContainer() {}

    /** In place of the one of the gRPC module. */
    public enum QueryContainerCase {
        /** A search by vectors. */
        KNN
    }
}
