/**
 * An alarm becomes one message with its context: {@link io.oriontrail.alert.AlertHandler} is the
 * door, {@code Grouping} decides who is told, {@code FailureLookup} finds out what fails, {@code
 * MessageText} puts it into words, and channels take it to people.
 */
@NullMarked
package io.oriontrail.alert;

import org.jspecify.annotations.NullMarked;
