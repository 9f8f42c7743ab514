@NullMarked
package io.oriontrail.local;

import org.jspecify.annotations.NullMarked;
