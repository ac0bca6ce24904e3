package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Json;
import dev.sluice.optimizer.protect.JsonRows;
import dev.sluice.optimizer.protect.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON that a prompt carries as data, said shorter: without layout, or as a table. Its values stay. JSON in code fences, in
 * what is to be worked on word for word, and small examples of a format are left alone.
 */
public final class JsonText implements Strategy {

    private static final int SMALLEST = 80;
    private static final Set<Kind> JSON = Set.of(Kind.BRACKETED);

    private final boolean asTable;

    private JsonText(boolean asTable) {
        this.asTable = asTable;
    }

    /** Takes away the layout. */
    public static JsonText minified() {
        return new JsonText(false);
    }

    /** Writes lists of objects with the same keys as tables; of JSON that has no layout any more. */
    public static JsonText packed() {
        return new JsonText(true);
    }

    @Override
    public String name() {
        return asTable ? "json-pack" : "json-minify";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        var edits = new ArrayList<Edit>();
        guarded.spans().each(JSON, (from, to) -> {
            String json = guarded.text().substring(from, to);
            String shorter = to - from < SMALLEST ? null : shorter(json);
            if (shorter != null && shorter.length() < json.length()) {
                edits.add(Edit.ofSameJson(from, to, shorter));
            }
        });
        return edits;
    }

    private @Nullable String shorter(String json) {
        String flat = Json.flat(json);
        return flat == null || !asTable ? flat : JsonRows.pack(flat);
    }
}
