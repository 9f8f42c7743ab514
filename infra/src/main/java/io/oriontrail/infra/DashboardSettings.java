package io.oriontrail.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard is told in its {@code config.json}.
 *
 * @param signIn how people sign in; null where the dashboard cannot sign anybody in
 * @param logsLink address of a run's logs with {@code {names}} to fill in, or null
 * @param traceLink the same of its trace
 */
record DashboardSettings(
    @Nullable SignIn signIn, @Nullable String logsLink, @Nullable String traceLink) {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern LINK = Pattern.compile("https://[^\\s{}]+/\\S*");

  /**
   * The dashboard as a public client of the stage's issuer.
   *
   * @param parameters further ones of the authorization request
   * @param origins at which the issuer answers the browser, its own among them
   */
  record SignIn(
      String issuer,
      String clientId,
      List<String> scopes,
      Map<String, String> parameters,
      List<String> origins) {
    private static final Pattern ORIGIN = Pattern.compile("https://[^\\s/?#;,*]+");

    private static SignIn from(ConfigSection section, QuerySettings.@Nullable Oidc oidc) {
      String clientId = section.text("clientId", WORD, "the dashboard's client id at the issuer");
      if (oidc == null) {
        throw section.refused(
            "clientId", clientId, "nothing, because the stage names no query.oidc");
      }
      List<String> origins = new ArrayList<>(List.of(originOf(oidc.issuer())));
      origins.addAll(section.optionalTexts("origins", ORIGIN, "https:// and a host, no path"));
      return new SignIn(
          oidc.issuer(),
          clientId,
          section.optionalTexts("scopes", WORD, "a scope to ask for"),
          section.textsByKey("parameters"),
          List.copyOf(origins));
    }

    private static String originOf(String issuer) {
      URI address = URI.create(issuer);
      return address.getScheme() + "://" + address.getRawAuthority();
    }

    private Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("issuer", issuer);
      json.put("clientId", clientId);
      if (!scopes.isEmpty()) {
        json.put("scopes", scopes);
      }
      if (!parameters.isEmpty()) {
        json.put("parameters", new TreeMap<>(parameters));
      }
      return json;
    }
  }

  static DashboardSettings from(ConfigSection section, QuerySettings.@Nullable Oidc oidc) {
    return new DashboardSettings(
        section.optionalSection("signIn", signIn -> SignIn.from(signIn, oidc)),
        section.optionalText("logsLink", LINK, "an https address, {names} after the host"),
        section.optionalText("traceLink", LINK, "an https address, {names} after the host"));
  }

  /** Whom the page may ask besides its own address. */
  List<String> origins() {
    return signIn == null ? List.of() : signIn.origins();
  }

  /** The file's text; the same settings give the same text. */
  String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (signIn != null) {
      json.put("signIn", signIn.toJson());
    }
    Map<String, String> links = new LinkedHashMap<>();
    if (logsLink != null) {
      links.put("logs", logsLink);
    }
    if (traceLink != null) {
      links.put("trace", traceLink);
    }
    if (!links.isEmpty()) {
      json.put("links", links);
    }
    try {
      return new ObjectMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and lists of texts have a JSON form", e);
    }
  }
}
