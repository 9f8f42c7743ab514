@NullMarked
package io.oriontrail.local.architecture.bad.local;

import org.jspecify.annotations.NullMarked;
