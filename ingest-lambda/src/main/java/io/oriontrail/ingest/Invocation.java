package io.oriontrail.ingest;

/** Which call of which function this is. */
record Invocation(String function, String requestId) {}
