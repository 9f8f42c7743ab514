@NullMarked
package io.oriontrail.local.architecture.bad.event;

import org.jspecify.annotations.NullMarked;
