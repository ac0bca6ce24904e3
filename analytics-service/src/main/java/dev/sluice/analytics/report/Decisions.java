package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Says in words what was decided about one call. Pure: all it knows is the call's event. */
final class Decisions {

    private static final int TOO_MANY = 429;
    private static final int FIRST_ERROR = 400;
    private static final int NANO_DIGITS = 9;

    /** An exposure among the notes of an event, which are JSON with texts that hold no quotes. */
    private static final Pattern EXPERIMENT = Pattern.compile("\"exp\\.([^\"]+)\"\\s*:\\s*\"([^\"]+)\"");

    private Decisions() {}

    static List<Explained.Step> of(Row call) {
        List<Explained.Step> steps = new ArrayList<>();
        steps.add(limits(call));
        if (call.whole("status") == TOO_MANY && call.whole("tries") == 0) {
            return steps;
        }
        EXPERIMENT
                .matcher(word(call, "notes", ""))
                .results()
                .forEach(drawn -> steps.add(step(
                        "experiment",
                        drawn.group(2),
                        "The call takes part in %s; its unit was drawn for %s."
                                .formatted(drawn.group(1), drawn.group(2)))));
        steps.add(cache(call));
        if (call.number("before_tokens") != null) {
            steps.add(optimizer(call));
        }
        steps.add(route(call));
        steps.add(answer(call));
        steps.add(money(call));
        return steps;
    }

    private static Explained.Step limits(Row call) {
        if (call.whole("status") == TOO_MANY && call.whole("tries") == 0) {
            return new Explained.Step(
                    "limits",
                    "refused",
                    "A limit or budget on the way (key, project, tenant or model) had no room: %s. Nobody was asked and nothing was spent; GET /system/limits tells where each level stands."
                            .formatted(word(call, "error", "limit reached")),
                    false);
        }
        if (word(call, "notes", "").contains("limits")) {
            return new Explained.Step(
                    "limits",
                    "admitted alone",
                    "The shared counters were away, so this replica admitted the call from its own share.",
                    false);
        }
        return new Explained.Step(
                "limits",
                "admitted",
                "Key %s, its project and tenant had room for the call, or have no limit."
                        .formatted(word(call, "the_key", "of an unknown id")),
                true);
    }

    private static Explained.Step cache(Row call) {
        String layer = word(call, "layer", "cache");
        return switch (word(call, "cache", "none")) {
            case "HIT" ->
                step(
                        "cache",
                        "exact hit",
                        "The same question was answered before; found in the %s layer.".formatted(layer));
            case "SEMANTIC" ->
                step(
                        "cache",
                        "semantic hit",
                        "A question in other words was sure enough to share its answer; similarity %s, %s layer."
                                .formatted(similarity(call), layer));
            case "JOINED" -> step("cache", "joined", "An equal call was under way; both shared one call to the model.");
            case "MISS" -> step("cache", "miss", "Nothing kept was sure enough to answer this, so a model was asked.");
            case "BYPASS" ->
                step(
                        "cache",
                        "not asked",
                        "The call could not be cached, or asked not to be: tools, choices, temperature, or its headers.");
            default -> step("cache", "not asked", "The call did not get as far as the cache.");
        };
    }

    private static Explained.Step optimizer(Row call) {
        long before = call.whole("before_tokens");
        long after = call.whole("after_tokens");
        String how = word(call, "techniques", "");
        return after < before
                ? step(
                        "optimizer",
                        "shortened",
                        "The prompt went from %d to %d tokens%s."
                                .formatted(before, after, how.isEmpty() ? "" : " by " + how.replace(",", ", ")))
                : step(
                        "optimizer",
                        "unchanged",
                        "The prompt was looked at and left as it is: %d tokens.".formatted(before));
    }

    private static Explained.Step route(Row call) {
        String asked = word(call, "asked", "no model");
        String used = word(call, "label", asked);
        String route = word(call, "route", "none");
        long tries = call.whole("tries");
        if (tries == 0) {
            return step(
                    "route",
                    "nobody asked",
                    "Model %s by route %s; no provider had to be asked, or none was reached.".formatted(asked, route));
        }
        String more = tries == 1 ? "at the first attempt" : "after " + tries + " attempts";
        return step(
                "route",
                Objects.equals(asked, used) ? "as asked" : "to another model",
                "%s was asked for; route %s sent it to %s at %s, %s."
                        .formatted(asked, route, used, word(call, "provider", "no provider"), more));
    }

    private static Explained.Step answer(Row call) {
        long status = call.whole("status");
        String error = word(call, "error", "");
        boolean good = status < FIRST_ERROR && error.isEmpty();
        String first = call.number("first_token_ms") == null
                ? ""
                : ", the first content after %s".formatted(millis(call, "first_token_ms"));
        String what = call.whole("streamed") == 1 ? "a stream" : "a document";
        return new Explained.Step(
                "answer",
                good ? "answered" : "failed",
                "Status %d, %s, done after %s%s; %s of it was Sluice's own.%s"
                        .formatted(
                                status,
                                what,
                                millis(call, "ms"),
                                first,
                                millis(call, "overhead_ms"),
                                error.isEmpty() ? "" : " Error: " + error + "."),
                good);
    }

    private static Explained.Step money(Row call) {
        String prices = word(call, "prices", "none");
        return step(
                "money",
                usd(call.whole("cost")),
                "%d tokens in (%d cached at the provider), %d out (%d of them reasoning)%s; %s, saved %s."
                        .formatted(
                                call.whole("tokens_in"),
                                call.whole("tokens_cached"),
                                call.whole("tokens_out"),
                                call.whole("tokens_reasoning"),
                                call.whole("estimated") == 1 ? ", counted here since the provider did not tell" : "",
                                prices.equals("none") ? "the model has no price" : "price table " + prices,
                                usd(call.whole("saved"))));
    }

    private static Explained.Step step(String name, String decision, String why) {
        return new Explained.Step(name, decision, why, true);
    }

    private static String word(Row call, String column, String otherwise) {
        String word = call.maybe(column);
        return word == null ? otherwise : word;
    }

    private static String similarity(Row call) {
        Double value = call.number("similarity");
        return value == null ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String millis(Row call, String column) {
        Double value = call.number(column);
        return value == null
                ? "an unknown time"
                : String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
    }

    private static String usd(long nano) {
        return "$" + BigDecimal.valueOf(nano, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }
}
