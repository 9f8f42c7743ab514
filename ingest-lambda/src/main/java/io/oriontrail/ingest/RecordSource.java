package io.oriontrail.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one delivery, one after the other, so that none need be held. */
interface RecordSource {

  /** The next record, or null behind the last one. */
  @Nullable StreamRecord next() throws IOException;
}
