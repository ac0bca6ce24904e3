package dev.sluice.gateway.limits;

import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Budget;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.allowance.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that levels make. */
final class Rules {

    private static final Duration HOUR = Duration.ofHours(1);

    private Rules() {}

    static List<Rule> of(List<Level> levels) {
        List<Rule> rules = new ArrayList<>();
        for (Level level : levels) {
            Allowance allowance = level.allowance();
            for (Quota quota : allowance.requests()) {
                add(rules, rule(level, What.REQUESTS, quota));
            }
            for (Quota quota : allowance.tokens()) {
                add(rules, rule(level, What.TOKENS, quota));
            }
            if (allowance.concurrent() != null) {
                add(
                        rules,
                        new Rule(
                                level.kind(),
                                level.id(),
                                What.CONCURRENT,
                                new Window.InFlight(),
                                allowance.concurrent(),
                                false));
            }
            if (allowance.budget() != null) {
                budget(rules, level, allowance.budget());
            }
        }
        return List.copyOf(rules);
    }

    private static Rule rule(Level level, What what, Quota quota) {
        return new Rule(level.kind(), level.id(), what, new Window.Rolling(quota.window()), quota.limit(), false);
    }

    private static void budget(List<Rule> rules, Level level, Budget budget) {
        money(rules, level, new Window.Rolling(HOUR), budget.hourNano(), budget.hard());
        money(rules, level, new Window.Calendar(false, budget.zone()), budget.dayNano(), budget.hard());
        money(rules, level, new Window.Calendar(true, budget.zone()), budget.monthNano(), budget.hard());
    }

    private static void money(List<Rule> rules, Level level, Window window, @Nullable Long nano, boolean hard) {
        if (nano != null) {
            add(rules, new Rule(level.kind(), level.id(), What.MONEY, window, nano, hard));
        }
    }

    /** Two limits for the same counter: the lower one rules, and it is counted once. */
    private static void add(List<Rule> rules, Rule rule) {
        for (int i = 0; i < rules.size(); i++) {
            Rule other = rules.get(i);
            if (other.level() == rule.level()
                    && other.id().equals(rule.id())
                    && other.what() == rule.what()
                    && other.window().equals(rule.window())) {
                if (rule.limit() < other.limit()) {
                    rules.set(i, rule);
                }
                return;
            }
        }
        rules.add(rule);
    }
}
