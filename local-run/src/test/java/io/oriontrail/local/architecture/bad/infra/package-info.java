@NullMarked
package io.oriontrail.local.architecture.bad.infra;

import org.jspecify.annotations.NullMarked;
