package io.oriontrail.local.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A page of its own: one file without scripts, whose policy allows its own style sheet, by its
 * hash, and nothing else. Follows the reader's choice of light or dark. Not safe for several
 * threads.
 */
public final class Html {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1a2233;--soft:#5a667d;--line:#d9dfe9;--page:#f6f8fb;\
      --card:#fff;--good:#0b6b3a;--bad:#b3261e;--c0:#2f5fd0;--c1:#c2410c;--c2:#0f766e;\
      --c3:#8b3fb5;--c4:#8a6d00;--c5:#be185d;--c6:#4b5563;--c7:#0369a1}
      @media(prefers-color-scheme:dark){:root{--ink:#e6ebf5;--soft:#9aa7bd;--line:#2c3648;\
      --page:#10151f;--card:#171e2b;--good:#5fd39a;--bad:#ff8a80;--c0:#8ab0ff;--c1:#ffa66b;\
      --c2:#5ed3c4;--c3:#d6a2f5;--c4:#e2c65a;--c5:#ff94c2;--c6:#b4bfcf;--c7:#7cc8f5}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--page);color:var(--ink);\
      font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
      main{max-width:1540px;margin:0 auto;padding:32px 24px 64px}
      h1{font-size:26px;line-height:1.2;margin:0 0 4px}
      h2{font-size:18px;margin:36px 0 12px}
      p{max-width:78ch;margin:8px 0}
      .lead{color:var(--soft)}
      .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;\
      margin:20px 0}
      .card,figure,.wide{background:var(--card);border:1px solid var(--line);border-radius:10px}
      .card{padding:14px 16px}
      .card b{display:block;font-size:24px;line-height:1.25;font-variant-numeric:tabular-nums}
      .card span{color:var(--soft);font-size:13px}
      .good b,.good td:last-child{color:var(--good)}
      .bad b,.bad td:last-child{color:var(--bad);font-weight:600}
      .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,560px),1fr));\
      gap:16px}
      figure{margin:0;padding:14px 16px}
      figcaption{font-weight:600}
      figcaption span{color:var(--soft);font-weight:400}
      svg{display:block;width:100%;height:auto;margin-top:6px}
      svg text{fill:var(--soft);font-size:12px}
      .end{text-anchor:end}.middle{text-anchor:middle}
      .grid{stroke:var(--line);fill:none}
      .mark{stroke:var(--bad);stroke-dasharray:5 4;fill:none}
      .shade{fill:var(--line);opacity:.45}
      .line{fill:none;stroke-width:2;stroke-linejoin:round}
      figure ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0 0;padding:0;\
      font-size:13px}
      figure li::before{content:'';display:inline-block;width:14px;height:3px;margin-right:6px;\
      vertical-align:middle;background:currentColor}
      .wide{overflow-x:auto;padding:4px 16px}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      th,td{text-align:right;padding:7px 10px;border-bottom:1px solid var(--line);\
      white-space:nowrap}
      th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal}
      tr:last-child td{border-bottom:0}
      th{color:var(--soft);font-weight:500;font-size:13px}
      code{font:13px ui-monospace,Consolas,monospace}
      pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;\
      padding:12px 16px}
      @media print{body{background:#fff}.card,figure,.wide{break-inside:avoid}}
      """
          + colours();

  private final StringBuilder body = new StringBuilder();
  private final String title;

  public Html(String title) {
    this.title = title;
    body.append("<h1>").append(text(title)).append("</h1>");
  }

  private static String colours() {
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      css.append(".c%d{stroke:var(--c%d)}.k%d{color:var(--c%d)}".formatted(i, i, i, i));
    }
    return css.toString();
  }

  /** As it is to be read, whatever it holds. */
  public static String text(String any) {
    return any.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  public Html lead(String sentence) {
    body.append("<p class=\"lead\">").append(text(sentence)).append("</p>");
    return this;
  }

  public Html heading(String words) {
    body.append("<h2>").append(text(words)).append("</h2>");
    return this;
  }

  public Html paragraph(String words) {
    body.append("<p>").append(text(words)).append("</p>");
    return this;
  }

  public Html code(String words) {
    body.append("<pre><code>").append(text(words)).append("</code></pre>");
    return this;
  }

  /** A figure that counts. */
  public record Card(String value, String what, Mood mood) {}

  /** How a figure is to be taken. */
  public enum Mood {
    NEUTRAL,
    GOOD,
    BAD;

    /** Whether something is as it should be. */
    public static Mood of(boolean good) {
      return good ? GOOD : BAD;
    }

    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Html cards(List<Card> cards) {
    body.append("<div class=\"cards\">");
    for (Card card : cards) {
      body.append("<div class=\"card ").append(card.mood().style()).append("\"><b>");
      body.append(text(card.value())).append("</b><span>").append(text(card.what()));
      body.append("</span></div>");
    }
    body.append("</div>");
    return this;
  }

  Html charts(List<LineChart> charts) {
    body.append("<div class=\"charts\">");
    charts.forEach(chart -> body.append(chart.html()));
    body.append("</div>");
    return this;
  }

  /** A table; {@code moods} of its rows, or empty. */
  public Html table(List<String> head, List<List<String>> rows, List<Mood> moods) {
    body.append("<div class=\"wide\"><table><thead><tr>");
    head.forEach(cell -> body.append("<th scope=\"col\">").append(text(cell)).append("</th>"));
    body.append("</tr></thead><tbody>");
    for (int i = 0; i < rows.size(); i++) {
      Mood mood = i < moods.size() ? moods.get(i) : Mood.NEUTRAL;
      body.append("<tr class=\"").append(mood.style()).append("\">");
      rows.get(i).forEach(cell -> body.append("<td>").append(text(cell)).append("</td>"));
      body.append("</tr>");
    }
    body.append("</tbody></table></div>");
    return this;
  }

  /** The whole page. */
  public String page() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>%s</title><style>%s</style></head><body><main>%s</main></body></html>
    """
        .formatted(sha256(STYLE), text(title), STYLE, body);
  }

  private static String sha256(String style) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK knows SHA-256", e);
    }
  }
}
