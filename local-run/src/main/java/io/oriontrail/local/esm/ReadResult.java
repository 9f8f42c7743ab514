package io.oriontrail.local.esm;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read of a shard gave.
 *
 * @param next where to go on; null at the end of a closed shard
 * @param behind how far that is behind the newest record; zero when there is nothing more yet
 */
record ReadResult(List<StreamRecord> records, @Nullable Position next, Duration behind) {}
