package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever teams can see of the library says what it is. That the comments are well made is checked
 * by javadoc itself, when the jar is built.
 */
final class JavadocTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));

  @Test
  void everythingPublic_hasAComment() throws IOException {
    for (String module : List.of("emitter-lib", "event-model")) {
      Missing missing = scan(sources(ROOT.resolve(module).resolve("src/main/java")));
      assertThat(missing.seen).as(module).isGreaterThan(50);
      assertThat(missing.found).as(module).isEmpty();
    }
  }

  @Test
  void aPublicMethodWithoutOne_isFound() throws IOException {
    Path sample = Files.createTempFile("Sample", ".java");
    try {
      Files.writeString(
          sample,
          "/** Told. */ public class Sample { public void untold() {} /** Told. */ public int x; "
              + "void inner() {} @Override public String toString() { return \"\"; } }");
      assertThat(scan(List.of(sample)).found).singleElement().asString().contains("untold");
    } finally {
      Files.delete(sample);
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Missing scan(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      Missing missing = new Missing(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        missing.scan(unit, null);
      }
      return missing;
    }
  }

  /** Looks for what others can see and nobody tells about. */
  private static final class Missing extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees docs;
    private final List<String> found = new ArrayList<>();
    private Set<String> told = Set.of();
    private int seen;

    Missing(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      boolean anonymous = type.getSimpleName().isEmpty();
      if (anonymous || !isVisible(type.getModifiers(), false)) {
        return null;
      }
      require(type.getSimpleName(), type);
      Set<String> outer = told;
      told = type.getKind() == Tree.Kind.RECORD ? componentsOf(type) : told;
      boolean open = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ENUM;
      for (Tree member : type.getMembers()) {
        visit(type, member, open);
      }
      told = outer;
      return null;
    }

    private void visit(ClassTree type, Tree member, boolean open) {
      if (member instanceof ClassTree) {
        scan(member, null);
      } else if (member instanceof MethodTree method && isVisible(method.getModifiers(), open)) {
        // A builder's methods set what the record's comment tells of; so does its constructor.
        boolean known =
            told.contains(method.getName().toString())
                || (type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null);
        if (!known && !overrides(method) && !isConstructorOfAnEnum(type, method)) {
          require(type.getSimpleName() + "." + method.getName(), member);
        }
      } else if (member instanceof VariableTree field && isVisible(field.getModifiers(), open)) {
        require(type.getSimpleName() + "." + field.getName(), member);
      }
    }

    private static boolean isVisible(ModifiersTree modifiers, boolean byDefault) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (byDefault && !flags.contains(Modifier.PRIVATE));
    }

    private static boolean overrides(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
    }

    private static boolean isConstructorOfAnEnum(ClassTree type, MethodTree method) {
      return type.getKind() == Tree.Kind.ENUM && method.getReturnType() == null;
    }

    private static Set<String> componentsOf(ClassTree type) {
      Set<String> names = new HashSet<>();
      for (Tree member : type.getMembers()) {
        if (member instanceof VariableTree field
            && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
          names.add(field.getName().toString());
        }
      }
      return names;
    }

    private void require(CharSequence name, Tree tree) {
      seen++;
      String comment = docs.getDocComment(new TreePath(getCurrentPath(), tree));
      if (comment == null || comment.isBlank()) {
        found.add(getCurrentPath().getCompilationUnit().getPackageName() + ": " + name);
      }
    }
  }
}
