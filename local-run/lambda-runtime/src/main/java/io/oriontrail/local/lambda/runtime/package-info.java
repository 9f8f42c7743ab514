/** The main class of a local Lambda sandbox. */
@NullMarked
package io.oriontrail.local.lambda.runtime;

import org.jspecify.annotations.NullMarked;
