/**
 * S3 in a JVM of its own: {@link io.oriontrail.local.s3.S3Local} starts it, {@code S3Server} is
 * what runs there.
 */
@NullMarked
package io.oriontrail.local.s3;

import org.jspecify.annotations.NullMarked;
