package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.contracts.chat.ChatMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a template; never changed once it is there.
 *
 * @param id UUIDv7 of its making: of two that claim the same version the first on the topic has it
 * @param tenant whose it is
 * @param name what it is called
 * @param version from 1
 * @param messages the prompt, with <code>{{variables}}</code>
 * @param variables what may be put in
 * @param meantFor the products it is meant for; absent fields fit any
 * @param note what is new in it
 * @param createdAt when it was made
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Template(
        String id,
        String tenant,
        String name,
        int version,
        List<ChatMessage> messages,
        List<Variable> variables,
        @JsonProperty("for") @Nullable Product meantFor,
        @Nullable String note,
        Instant createdAt) {

    Template {
        messages = List.copyOf(messages);
        variables = List.copyOf(variables);
    }

    /** Where it stands on the topic. */
    @JsonIgnore
    String key() {
        return tenant + "/" + name + "/" + version + "/" + id;
    }

    Product product() {
        return meantFor == null ? Product.NONE : meantFor;
    }
}
