/**
 * Lambda functions on one machine, as whoever invokes them sees them: bytes in; bytes, a function
 * error or a service error out. The handler runs in this JVM or, as the very jar that is deployed,
 * in JVMs of its own.
 */
@NullMarked
package io.oriontrail.local.lambda;

import org.jspecify.annotations.NullMarked;
