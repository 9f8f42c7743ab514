@NullMarked
package io.oriontrail.local.architecture.bad.ingest;

import org.jspecify.annotations.NullMarked;
