package io.oriontrail.event;

/** What one JSON object on the wire can be. */
public sealed interface WireMessage permits StepEvent, Heartbeat {}
