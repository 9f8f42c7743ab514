/**
 * A realistic Orion: customer accounts are opened in a journey of some twenty operations with
 * parallel branches, retries, slow steps, failures and steps that get stuck. What happens follows
 * from a seed; when it happens follows from an injected clock.
 *
 * <p>{@link io.oriontrail.local.simulate.Simulator} is the door. It plays plans in two ways: as
 * ready-made events (the demo, with an hour of history) and live, by several simulated services
 * that each call their own emitter.
 */
@NullMarked
package io.oriontrail.local.simulate;

import org.jspecify.annotations.NullMarked;
