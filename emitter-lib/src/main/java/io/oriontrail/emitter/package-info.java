@NullMarked
package io.oriontrail.emitter;

import org.jspecify.annotations.NullMarked;
