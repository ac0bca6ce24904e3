package org.opensearch.transport.grpc.spi;

/** In place of the one of the gRPC module. */
public interface QueryBuilderProtoConverterRegistry {}
