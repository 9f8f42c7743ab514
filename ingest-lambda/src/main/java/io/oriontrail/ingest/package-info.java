@NullMarked
package io.oriontrail.ingest;

import org.jspecify.annotations.NullMarked;
