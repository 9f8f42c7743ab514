/** Load on the line: what is sent, what it cost, and the report about it. */
@NullMarked
package io.oriontrail.local.load;

import org.jspecify.annotations.NullMarked;
