package io.oriontrail.store;

import java.time.Instant;

/**
 * How many within a minute.
 *
 * @param minute its start
 */
public record MinuteCount(Instant minute, long count) {}
