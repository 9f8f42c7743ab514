package io.oriontrail.local.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Which room may know which, and what may not enter each. */
enum RoomRule implements Rule {
  EVENT_MODEL_NEEDS_NOTHING_BUT_A_JSON_PARSER {
    @Override
    public ArchRule in(String root) {
      return ArchRuleDefinition.classes()
          .that()
          .resideInAPackage(root + ".event..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              root + ".event..", "java..", NULLNESS, "com.fasterxml.jackson.core..");
    }
  },
  EVENT_MODEL_KNOWS_NO_CLOCK_NO_MACHINE_AND_NO_LOG {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + ".event..")
          .should()
          .accessTargetWhere(Habit.READS_THE_WALL_CLOCK)
          .orShould()
          .accessTargetWhere(Habit.ASKS_THE_MACHINE)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.time\\.(InstantSource|Clock)|java\\.lang\\.(Runtime|Process.*)"
                  + "|java\\.util\\.logging\\..*");
    }
  },
  EMITTER_SEES_THE_EVENT_MODEL_ONLY {
    @Override
    public ArchRule in(String root) {
      return sees(root, "emitter", "event");
    }
  },
  EMITTER_KNOWS_A_TRANSPORT_ONLY_WHERE_IT_IS_NAMED_FOR_IT {
    @Override
    public ArchRule in(String root) {
      return ArchRuleDefinition.classes()
          .that()
          .resideInAPackage(root + ".emitter..")
          .and()
          .resideOutsideOfPackages(
              root + ".emitter.kinesis..",
              root + ".emitter.otel..",
              root + ".emitter.micrometer..",
              root + ".emitter.zstd..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(root + "..", "java..", "javax.crypto..", NULLNESS, "org.slf4j..");
    }
  },
  STORE_SEES_THE_EVENT_MODEL_ONLY {
    @Override
    public ArchRule in(String root) {
      return sees(root, "store", "event");
    }
  },
  STORE_KNOWS_NO_LAMBDA_AND_NO_HTTP {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + ".store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.amazonaws..", "java.net.http..", "com.sun.net.httpserver..");
    }
  },
  INGEST_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY {
    @Override
    public ArchRule in(String root) {
      return sees(root, "ingest", "event", "store");
    }
  },
  QUERY_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY {
    @Override
    public ArchRule in(String root) {
      return sees(root, "query", "event", "store");
    }
  },
  QUERY_WRITES_NO_EVENTS {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + ".query..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(root + ".store.StepEventWriter");
    }
  },
  ALERT_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY {
    @Override
    public ArchRule in(String root) {
      return sees(root, "alert", "event", "store");
    }
  },
  ALERT_WRITES_NO_EVENTS {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + ".alert..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(root.replace(".", "\\.") + "\\.store\\.(StepEvent|Rollup)Writer");
    }
  },
  LAMBDA_TYPES_STOP_AT_THE_HANDLER {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that(areBehindTheDoorOf(root))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws..");
    }
  },
  CLOUD_TYPES_STOP_AT_THE_HANDLER_OR_AT_A_CLASS_NAMED_FOR_THE_CLOUD {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that(areBehindTheDoorOf(root))
          .and(not(simpleNameStartingWith("Aws")))
          .and(not(simpleNameStartingWith("S3").or(simpleNameStartingWith("DynamoDb"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");
    }
  },
  ONLY_LOCAL_RUN_KNOWS_THE_EMITTER {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideOutsideOfPackages(root + ".emitter..", root + ".local..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(root + ".emitter..");
    }
  },
  NOTHING_DEPENDS_ON_LOCAL_RUN {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideOutsideOfPackage(root + ".local..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(root + ".local..");
    }
  },
  NOTHING_DEPENDS_ON_BENCHMARKS_OR_INFRA {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideOutsideOfPackages(root + ".benchmarks..", root + ".infra..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(root + ".benchmarks..", root + ".infra..");
    }
  },
  PACKAGES_FORM_NO_CIRCLE {
    @Override
    public ArchRule in(String root) {
      return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }
  };

  private static final String NULLNESS = "org.jspecify.annotations..";

  /** Of our own rooms, {@code room} may see itself and {@code others}; of other code, any. */
  private static ArchRule sees(String root, String room, String... others) {
    DescribedPredicate<JavaClass> seen = resideInAnyPackage(root + "." + room + "..");
    for (String other : others) {
      seen = seen.or(resideInAPackage(root + "." + other + ".."));
    }
    return ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(root + "." + room + "..")
        .should()
        .onlyDependOnClassesThat(seen.or(resideOutsideOfPackage(root + "..")));
  }

  private static DescribedPredicate<JavaClass> areBehindTheDoorOf(String root) {
    return resideInAnyPackage(root + ".ingest..", root + ".query..", root + ".alert..")
        .and(not(simpleNameEndingWith("Handler")));
  }
}
