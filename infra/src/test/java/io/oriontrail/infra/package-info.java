@NullMarked
package io.oriontrail.infra;

import org.jspecify.annotations.NullMarked;
