package org.opensearch.transport.grpc.spi;

import org.opensearch.index.query.QueryBuilder;
import org.opensearch.protobufs.QueryContainer;

/** In place of the one of the gRPC module, which the k-NN plugin names and this node does not have. */
public interface QueryBuilderProtoConverter {

    /** Never called. */
    default void setRegistry(QueryBuilderProtoConverterRegistry registry) {}

    /** Never called. */
    QueryContainer.QueryContainerCase getHandledQueryCase();

    /** Never called. */
    QueryBuilder fromProto(QueryContainer query);
}
