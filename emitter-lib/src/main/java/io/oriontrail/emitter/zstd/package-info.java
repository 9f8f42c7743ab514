/** Zstandard, for hosts that bring {@code com.github.luben:zstd-jni}. */
@NullMarked
package io.oriontrail.emitter.zstd;

import org.jspecify.annotations.NullMarked;
