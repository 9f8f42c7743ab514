/**
 * Runs a vendor's server in a JVM of its own, on a class path of its own, that dies with the JVM
 * that started it: {@link io.oriontrail.local.child.ChildServer} on the parent's side, {@link
 * io.oriontrail.local.child.ParentProcess} on the child's. {@link
 * io.oriontrail.local.child.ChildProgram} does the same with a program of the parent's class path.
 */
@NullMarked
package io.oriontrail.local.child;

import org.jspecify.annotations.NullMarked;
