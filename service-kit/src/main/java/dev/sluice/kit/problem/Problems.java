package dev.sluice.kit.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.logging.Log;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong in a JAX-RS resource into problem+json. */
class Problems {

    /** What Jackson puts before the names of an enum's values; those names are ours, the value given is not. */
    private static final String ENUM_VALUES = "not one of the values accepted for Enum class: ";

    @ServerExceptionMapper
    Response refused(Refusal refusal, HttpServerRequest request) {
        Response.ResponseBuilder response = Response.status(refusal.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(refusal, requestId(request)));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    Response notOurShape(MismatchedInputException wrong, HttpServerRequest request) {
        return refused(Refusal.badRequest("invalid_field", describe(wrong)), request);
    }

    @ServerExceptionMapper
    Response notJson(JacksonException broken, HttpServerRequest request) {
        var at = broken.getLocation();
        String where = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        return refused(
                Refusal.badRequest(
                        "invalid_json", "The body is not valid JSON%s. Send one JSON object.".formatted(where)),
                request);
    }

    @ServerExceptionMapper
    Response thrown(WebApplicationException thrown, HttpServerRequest request) {
        Response response = thrown.getResponse();
        if (thrown.getCause() instanceof MismatchedInputException wrong) {
            return notOurShape(wrong, request);
        }
        if (thrown.getCause() instanceof JacksonException broken) {
            return notJson(broken, request);
        }
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        return refused(standard(response.getStatus()), request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, HttpServerRequest request) {
        Log.errorf(failure, "request failed unexpectedly");
        return refused(standard(500), request);
    }

    private static Refusal standard(int status) {
        return switch (status) {
            case 400 ->
                Refusal.badRequest(
                        "bad_request", "The request could not be read. Check its path, parameters and body.");
            case 404 ->
                new Refusal(
                        404,
                        "no_such_path",
                        "Not found",
                        "Nothing answers at this path. See /q/openapi for those that do.");
            case 405 ->
                new Refusal(
                        405,
                        "method_not_allowed",
                        "Method not allowed",
                        "The path exists, but not for this method. See /q/openapi for those it has.");
            case 406 ->
                new Refusal(
                        406,
                        "not_acceptable",
                        "Not acceptable",
                        "The answer does not come in the type asked for. Accept application/json.");
            case 413 ->
                new Refusal(
                        413,
                        "body_too_large",
                        "Body too large",
                        "The body is larger than this service accepts. Send less at once.");
            case 415 -> new Refusal(415, "unsupported_media_type", "Unsupported media type", "Send application/json.");
            default ->
                status < 500
                        ? new Refusal(status, "refused", "Refused", "The request was refused.")
                        : new Refusal(
                                status,
                                "internal",
                                "Internal error",
                                "Something failed on our side; the log has it under this request id.");
        };
    }

    private static String describe(MismatchedInputException wrong) {
        String path = wrong.getPath().stream().map(Problems::step).collect(Collectors.joining("."));
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return "Unknown field '%s'. Known fields: %s."
                    .formatted(
                            path,
                            unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        int known = String.valueOf(wrong.getOriginalMessage()).indexOf(ENUM_VALUES);
        if (known >= 0 && !path.isEmpty()) {
            return "Field '%s' has an unknown value. Known values: %s."
                    .formatted(path, wrong.getOriginalMessage().substring(known + ENUM_VALUES.length()));
        }
        String type = wrong.getTargetType() == null
                ? "another type"
                : wrong.getTargetType().getSimpleName();
        return path.isEmpty()
                ? "The body is not a JSON object of the expected shape. See /q/openapi for it."
                : "Field '%s' has the wrong type or value; expected %s.".formatted(path, type);
    }

    private static String step(JsonMappingException.Reference reference) {
        return reference.getFieldName() == null ? String.valueOf(reference.getIndex()) : reference.getFieldName();
    }

    private static @Nullable String requestId(HttpServerRequest request) {
        return request.response().headers().get("x-request-id");
    }
}
