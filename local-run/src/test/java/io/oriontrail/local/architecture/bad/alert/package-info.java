@NullMarked
package io.oriontrail.local.architecture.bad.alert;

import org.jspecify.annotations.NullMarked;
