@NullMarked
package io.oriontrail.query;

import org.jspecify.annotations.NullMarked;
