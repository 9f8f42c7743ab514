package io.oriontrail.ingest;

/** A record of the stream as it was delivered. */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each record would double them
record StreamRecord(Origin origin, byte[] data) {}
