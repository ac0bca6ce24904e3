package dev.sluice.gateway.limits;

import dev.sluice.gateway.usage.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Where levels stand, as JSON. Money in US dollars as text, since it is finer than JSON's numbers are safe. */
final class Report {

    private static final long SECOND = 1_000;

    private Report() {}

    static JsonArray of(List<Line> lines, List<Standing> standings) {
        var all = new JsonArray();
        for (int i = 0; i < lines.size(); i++) {
            Rule rule = lines.get(i).rule();
            Standing standing = standings.get(i);
            boolean money = rule.what() == What.MONEY;
            all.add(new JsonObject()
                    .put("level", rule.levelWord())
                    .put("id", rule.id())
                    .put("what", rule.what().word())
                    .put("window", rule.window().word())
                    .put("unit", money ? "usd" : rule.what() == What.TOKENS ? "tokens" : "requests")
                    .put("limit", amount(money, rule.limit()))
                    .put("used", amount(money, Math.max(0, standing.used() - standing.reserved())))
                    .put("reserved", amount(money, standing.reserved()))
                    .put("remaining", amount(money, standing.remaining(rule.limit())))
                    .put("resetSeconds", Math.ceilDiv(standing.resetMillis(), SECOND)));
        }
        return all;
    }

    private static Object amount(boolean money, long value) {
        return money ? Money.usd(value) : value;
    }
}
