@NullMarked
package io.oriontrail.local.architecture.bad.query;

import org.jspecify.annotations.NullMarked;
