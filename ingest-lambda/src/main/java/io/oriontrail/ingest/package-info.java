/**
 * The ingest function: Kinesis records in, one DynamoDB item per event out. {@link
 * io.oriontrail.ingest.IngestHandler} is the door and {@link io.oriontrail.ingest.IngestConfig} its
 * settings; vendors' types do not come further than the handler, the clients and the quarantine.
 */
@NullMarked
package io.oriontrail.ingest;

import org.jspecify.annotations.NullMarked;
