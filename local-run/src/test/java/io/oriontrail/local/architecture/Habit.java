package io.oriontrail.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Habits of the whole repository. */
enum Habit implements Rule {
  NAMES_SAY_WHAT_A_CLASS_IS {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + "..")
          .should()
          .haveNameMatching(".*(Impl|Utils?|Manager|Helper)");
    }
  },
  PACKAGES_ARE_NULL_MARKED {
    @Override
    public ArchRule in(String root) {
      return classes().that().resideInAPackage(root + "..").should(BE_IN_A_NULL_MARKED_PACKAGE);
    }
  },
  ENVIRONMENT_IS_READ_AT_THE_DOOR_ONLY {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + "..")
          .should()
          .accessTargetWhere(READS_THE_ENVIRONMENT_BEHIND_THE_DOOR);
    }
  },
  WALL_CLOCK_IS_HANDED_TO_WHAT_IS_DEPLOYED {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideOutsideOfPackage(root + ".local..")
          .should()
          .accessTargetWhere(READS_THE_WALL_CLOCK);
    }
  },
  TIME_IS_JAVA_TIME {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + "..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Date|Calendar|GregorianCalendar|TimeZone|Timer)"
                  + "|java\\.text\\.SimpleDateFormat|java\\.sql\\..*");
    }
  },
  LOGS_GO_THROUGH_SLF4J {
    @Override
    public ArchRule in(String root) {
      return noClasses()
          .that()
          .resideInAPackage(root + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..");
    }
  };

  /** Reading the time where it is needed, instead of from a clock that a test can set. */
  static final DescribedPredicate<JavaAccess<?>> READS_THE_WALL_CLOCK =
      DescribedPredicate.describe(
          "reads the wall clock",
          access -> {
            String owner = access.getTargetOwner().getFullName();
            String name = access.getName();
            return (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || owner.equals("java.time.Clock")
                || (owner.startsWith("java.time.") && name.equals("now"));
          });

  /** Asking the machine one runs on anything at all; copying an array asks nothing. */
  static final DescribedPredicate<JavaAccess<?>> ASKS_THE_MACHINE =
      DescribedPredicate.describe(
          "asks the machine",
          access ->
              access.getTargetOwner().getFullName().equals("java.lang.System")
                  && !access.getName().equals("arraycopy"));

  /** The doors: {@code main}, and the constructor without arguments of a handler or a builder. */
  private static final DescribedPredicate<JavaAccess<?>> READS_THE_ENVIRONMENT_BEHIND_THE_DOOR =
      DescribedPredicate.describe(
          "reads the environment behind the door",
          access ->
              access.getTargetOwner().getFullName().equals("java.lang.System")
                  && access.getName().equals("getenv")
                  && !isDoor(access.getOrigin()));

  private static boolean isDoor(JavaCodeUnit reader) {
    String owner = reader.getOwner().getSimpleName();
    boolean creation =
        reader instanceof JavaConstructor
            && reader.getRawParameterTypes().isEmpty()
            && (owner.endsWith("Handler") || owner.endsWith("Builder"));
    return creation || reader.getName().equals("main");
  }

  private static final ArchCondition<JavaClass> BE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("be in a @NullMarked package") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
          events.add(
              new SimpleConditionEvent(
                  type, marked, type.getFullName() + ": package is @NullMarked: " + marked));
        }
      };
}
