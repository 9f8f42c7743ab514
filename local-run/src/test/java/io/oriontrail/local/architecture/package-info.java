/**
 * Which room may know which, and what may not enter each: the rules, held against the compiled
 * classes of all modules but infra and benchmarks (whose place in the order the module files
 * prove), and the proof that each of them can fail, on classes below {@code bad} that break them on
 * purpose.
 */
@NullMarked
package io.oriontrail.local.architecture;

import org.jspecify.annotations.NullMarked;
