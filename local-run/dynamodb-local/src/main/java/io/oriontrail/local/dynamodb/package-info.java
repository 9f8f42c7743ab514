/**
 * AWS's own DynamoDB Local in a JVM of its own: {@link io.oriontrail.local.dynamodb.DynamoDbLocal}
 * starts it, {@code DynamoDbServer} is what runs there.
 */
@NullMarked
package io.oriontrail.local.dynamodb;

import org.jspecify.annotations.NullMarked;
