package io.oriontrail.local.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Which of our modules depends on which, as their module files say.
 *
 * @param localParts modules below local-run: servers to run the line on, which know nothing of it
 */
record ModuleGraph(Set<String> localParts, List<Edge> edges) {
  private static final String GROUP = "io.oriontrail";

  /** On these nothing may depend. */
  private static final Set<String> ENDS = Set.of("local-run", "benchmarks", "infra");

  record Edge(String from, String to, String scope) {
    @Override
    public String toString() {
      return from + " -> " + to + " (" + scope + ")";
    }
  }

  ModuleGraph {
    localParts = Set.copyOf(localParts);
    edges = List.copyOf(edges);
  }

  /** Reads the modules that the parent names. */
  static ModuleGraph of(Path root) throws IOException {
    Set<String> localParts = new HashSet<>();
    List<Edge> edges = new ArrayList<>();
    for (String module : modules(root)) {
      if (module.startsWith("local-run/")) {
        localParts.add(module.substring("local-run/".length()));
      }
      edges.addAll(edgesOf(read(root.resolve(module).resolve("pom.xml"))));
    }
    return new ModuleGraph(localParts, edges);
  }

  /** The folders of all modules. */
  static List<String> modules(Path root) throws IOException {
    return texts(read(root.resolve("pom.xml")), "module");
  }

  static List<Edge> edgesOf(Element pom) {
    List<Edge> edges = new ArrayList<>();
    NodeList dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      if (text(dependency, "groupId", "").equals(GROUP)) {
        edges.add(
            new Edge(
                ownText(pom, "artifactId"),
                text(dependency, "artifactId", ""),
                text(dependency, "scope", "compile")));
      }
    }
    return edges;
  }

  /** Each edge that goes the wrong way. */
  List<Edge> wrongWays() {
    return edges.stream().filter(edge -> !isAllowed(edge)).toList();
  }

  private boolean isAllowed(Edge edge) {
    if (ENDS.contains(edge.to())) {
      return false;
    }
    if (edge.scope().equals("test") && isLocalPart(edge.to())) {
      return true;
    }
    return switch (edge.from()) {
      case "event-model" -> false;
      case "emitter-lib", "event-store" -> edge.to().equals("event-model");
      case "ingest-lambda", "query-lambda", "alert-lambda" ->
          Set.of("event-model", "event-store").contains(edge.to());
      case "infra" -> !edge.to().equals("emitter-lib") && !isLocalPart(edge.to());
      case "local-run", "benchmarks" -> true;
      default -> isLocalPart(edge.from()) && isLocalPart(edge.to());
    };
  }

  private boolean isLocalPart(String module) {
    return localParts.contains(module);
  }

  private static Element read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in);
    }
  }

  static Element parse(InputStream pom) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(pom)
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not a module file", e);
    }
  }

  private static List<String> texts(Element element, String tag) {
    NodeList found = element.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().strip());
    }
    return texts;
  }

  private static String text(Element element, String tag, String otherwise) {
    List<String> texts = texts(element, tag);
    return texts.isEmpty() ? otherwise : texts.getFirst();
  }

  /** Of the element itself, not of what lies deeper: a module file names many artifacts. */
  private static String ownText(Element element, String tag) {
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeName().equals(tag)) {
        return children.item(i).getTextContent().strip();
      }
    }
    throw new IllegalArgumentException("no <" + tag + ">");
  }
}
