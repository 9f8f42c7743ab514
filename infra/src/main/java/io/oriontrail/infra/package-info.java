/**
 * The CDK app: one stack per stage, from one configuration file each. Handlers, environment
 * variables and the table's layout come from the modules that own them, as classes and constants.
 */
@NullMarked
package io.oriontrail.infra;

import org.jspecify.annotations.NullMarked;
