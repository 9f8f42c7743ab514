@NullMarked
package io.oriontrail.local.architecture.bad.emitter.kinesis;

import org.jspecify.annotations.NullMarked;
