package dev.sluice.optimizer.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A kind of document.
 *
 * @param name such as {@code costing}
 * @param title for people
 * @param role who the model is
 * @param sections in their order
 */
@RegisterForReflection
record DocumentType(String name, String title, String role, List<Section> sections) {

    private static final String RESOURCE = "/document-types.json";

    /**
     * A part of a document.
     *
     * @param name such as {@code ingredients}
     * @param title for people
     * @param asks what it has to tell
     * @param shape what its JSON must be like; {@link Shape} tells how
     */
    @RegisterForReflection
    record Section(String name, String title, String asks, JsonNode shape) {}

    DocumentType {
        sections = List.copyOf(sections);
    }

    /** All kinds, by name. */
    static Map<String, DocumentType> all() {
        try (InputStream in = Objects.requireNonNull(DocumentType.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Map<String, DocumentType> types = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(in)
                    .properties()
                    .forEach(type -> types.put(type.getKey(), read(type.getKey(), type.getValue())));
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DocumentType read(String name, JsonNode type) {
        var sections = new ArrayList<Section>();
        for (JsonNode section : type.required("sections")) {
            sections.add(new Section(
                    section.required("name").asText(),
                    section.required("title").asText(),
                    section.required("asks").asText(),
                    section.required("shape")));
        }
        return new DocumentType(
                name, type.required("title").asText(), type.required("role").asText(), sections);
    }
}
