@NullMarked
package io.oriontrail.local.kinesis;

import org.jspecify.annotations.NullMarked;
