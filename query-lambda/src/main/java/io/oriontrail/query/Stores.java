package io.oriontrail.query;

import io.oriontrail.store.ExecutionListReader;
import io.oriontrail.store.FailureReader;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StepEventReader;

/** All that the API reads: the events by execution, their lists, and what they add up to. */
record Stores(
    StepEventReader events,
    ExecutionListReader executions,
    FailureReader failures,
    RollupReader rollups) {}
