@NullMarked
package io.oriontrail.local.architecture.bad.emitter;

import org.jspecify.annotations.NullMarked;
