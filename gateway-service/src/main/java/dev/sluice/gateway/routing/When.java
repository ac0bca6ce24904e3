package dev.sluice.gateway.routing;

import dev.sluice.gateway.provider.Endpoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition. All of its parts must hold; an absent or empty part always does.
 *
 * @param tenants one of these asks
 * @param projects in one of these projects
 * @param tags the request carries all of these
 * @param minTokens the prompt is estimated to have at least so many tokens
 * @param maxTokens and at most so many
 * @param stream a stream is wanted, or is not
 * @param endpoints at one of these endpoints
 */
record When(
        Set<String> tenants,
        Set<String> projects,
        Set<String> tags,
        @Nullable Long minTokens,
        @Nullable Long maxTokens,
        @Nullable Boolean stream,
        Set<Endpoint> endpoints) {

    static final When ALWAYS = new When(Set.of(), Set.of(), Set.of(), null, null, null, Set.of());

    When {
        tenants = Set.copyOf(tenants);
        projects = Set.copyOf(projects);
        tags = Set.copyOf(tags);
        endpoints = Set.copyOf(endpoints);
    }

    boolean holds(Facts facts) {
        String project = facts.project();
        return (tenants.isEmpty() || tenants.contains(facts.tenant()))
                && (projects.isEmpty() || (project != null && projects.contains(project)))
                && facts.tags().containsAll(tags)
                && (minTokens == null || facts.promptTokens() >= minTokens)
                && (maxTokens == null || facts.promptTokens() <= maxTokens)
                && (stream == null || stream == facts.stream())
                && (endpoints.isEmpty() || endpoints.contains(facts.endpoint()));
    }
}
