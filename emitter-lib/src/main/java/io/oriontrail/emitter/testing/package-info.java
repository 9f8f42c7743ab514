/** What teams need to test that their services emit what they should: no AWS, no network. */
@NullMarked
package io.oriontrail.emitter.testing;

import org.jspecify.annotations.NullMarked;
