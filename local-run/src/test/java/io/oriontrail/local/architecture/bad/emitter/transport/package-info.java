@NullMarked
package io.oriontrail.local.architecture.bad.emitter.transport;

import org.jspecify.annotations.NullMarked;
