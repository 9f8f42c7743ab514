/**
 * What the line costs on AWS: {@link io.oriontrail.local.cost.Prices} is what AWS asks, {@link
 * io.oriontrail.local.cost.Traffic} what events take, {@link
 * io.oriontrail.local.cost.Deployment} what is deployed, and {@link
 * io.oriontrail.local.cost.CostModel} what follows.
 */
@NullMarked
package io.oriontrail.local.cost;

import org.jspecify.annotations.NullMarked;
