/** A service as teams would write it: {@code docs/EMITTER.md} shows this very code. */
@NullMarked
package io.oriontrail.local.sample;

import org.jspecify.annotations.NullMarked;
