package dev.sluice.gateway.tenancy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.control.EditablePart;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What tenants, projects and models may use, as this replica knows it. */
@Singleton
public class Tenancy {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final TenancyPart tenants;
    private final TenancyPart projects;
    private final TenancyPart models;
    private volatile Object version = new Object();

    Tenancy(ObjectMapper json, AllowanceReader allowances) {
        this.tenants = new TenancyPart(
                "tenant",
                Pattern.compile(NAME),
                "1 to 64 letters, digits, dots, dashes or underscores",
                Set.of("models"),
                json,
                allowances,
                this::changed);
        this.projects = new TenancyPart(
                "project",
                Pattern.compile(NAME + "/" + NAME),
                "tenant/project, such as acme/site",
                Set.of(),
                json,
                allowances,
                this::changed);
        this.models = new TenancyPart(
                "model",
                Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}"),
                "a model's name as it is asked for",
                Set.of(),
                json,
                allowances,
                this::changed);
    }

    @Produces
    @Singleton
    EditablePart tenants() {
        return tenants;
    }

    @Produces
    @Singleton
    EditablePart projects() {
        return projects;
    }

    @Produces
    @Singleton
    EditablePart models() {
        return models;
    }

    /** Another object after each change, so that what was made of an earlier state can be told from what was not. */
    public Object version() {
        return version;
    }

    /** What a project and its tenant may use, from the narrowest; levels without limits are left out. */
    public List<Level> levels(String tenant, @Nullable String project) {
        List<Level> levels = new ArrayList<>();
        if (project != null) {
            String id = tenant + "/" + project;
            add(levels, Level.Kind.PROJECT, id, projects.records().find(id));
        }
        add(levels, Level.Kind.TENANT, tenant, tenants.records().find(tenant));
        return levels;
    }

    /** What a tenant may use of single models: what is set for the tenant, else what is set for the model. */
    public Map<String, Allowance> perModel(String tenant) {
        Map<String, Allowance> all = new HashMap<>();
        models.records().all().forEach((model, holder) -> all.put(model, holder.allowance()));
        Holder own = tenants.records().find(tenant);
        if (own != null) {
            all.putAll(own.models());
        }
        all.values().removeIf(allowance -> !allowance.limits());
        return all;
    }

    private static void add(List<Level> levels, Level.Kind kind, String id, @Nullable Holder holder) {
        if (holder != null && holder.allowance().limits()) {
            levels.add(new Level(kind, id, holder.allowance()));
        }
    }

    private void changed() {
        version = new Object();
    }
}
