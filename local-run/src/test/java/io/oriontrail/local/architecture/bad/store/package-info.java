@NullMarked
package io.oriontrail.local.architecture.bad.store;

import org.jspecify.annotations.NullMarked;
