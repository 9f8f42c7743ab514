/** Records onto Kinesis; the only place that knows the AWS SDK. */
@NullMarked
package io.oriontrail.emitter.kinesis;

import org.jspecify.annotations.NullMarked;
