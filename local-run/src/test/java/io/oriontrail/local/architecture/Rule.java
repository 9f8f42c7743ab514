package io.oriontrail.local.architecture;

import com.tngtech.archunit.lang.ArchRule;

/** A rule that holds below a root package: our own, or the one whose classes break all rules. */
interface Rule {
  String name();

  ArchRule in(String root);
}
