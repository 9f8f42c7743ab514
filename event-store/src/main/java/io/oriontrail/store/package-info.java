/**
 * Where events live: the table layout in one place and two roles over it, {@link
 * io.oriontrail.store.StepEventWriter} and {@link io.oriontrail.store.StepEventReader}, which
 * become two separate grants when deployed.
 */
@NullMarked
package io.oriontrail.store;

import org.jspecify.annotations.NullMarked;
