package io.fastmigrate.spring.actuate;

import io.fastmigrate.spring.FastMigrateEndpointProperties;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** {@link FastMigrateEndpoint} by HTTP, with a page for browsers; takes the place of {@link FastMigrateEndpointWebExtension}. */
@EndpointWebExtension(endpoint = FastMigrateEndpoint.class)
public class FastMigratePageWebExtension {

    private final FastMigrateEndpoint endpoint;
    private final FastMigrateEndpointProperties properties;

    public FastMigratePageWebExtension(FastMigrateEndpoint endpoint, FastMigrateEndpointProperties properties) {
        this.endpoint = endpoint;
        this.properties = properties;
    }

    /** Tells whether an operation is one of those that answer with a page, too. */
    public static boolean has(WebOperation operation) {
        return operation.getRequestPredicate().getProduces().stream().anyMatch(type -> type.startsWith("text/html"));
    }

    /** As {@link FastMigrateEndpoint#databases()}, or a page about them. */
    @ReadOperation(producesFrom = AnswerFormat.class)
    public WebEndpointResponse<Object> databases(SecurityContext user, AnswerFormat format) {
        Visibility visible = visible(user);
        return answer(
                format == AnswerFormat.HTML ? page(name -> true, visible) : endpoint.databases(json(visible)), format);
    }

    /** As {@link FastMigrateEndpoint#database(String)}, or a page about it. */
    @ReadOperation(producesFrom = AnswerFormat.class)
    public WebEndpointResponse<Object> database(SecurityContext user, @Selector String database, AnswerFormat format) {
        Visibility visible = visible(user);
        return answer(
                format == AnswerFormat.HTML
                        ? page(database::equals, visible)
                        : endpoint.database(database, json(visible)),
                format);
    }

    private static WebEndpointResponse<Object> answer(@Nullable Object body, AnswerFormat format) {
        return body == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(body, format);
    }

    private @Nullable String page(Predicate<String> wanted, Visibility visible) {
        return new DatabasePage(visible.paths(), visible.details()).of(endpoint.standings(), wanted);
    }

    private static Descriptions json(Visibility visible) {
        return new Descriptions(visible.paths(), visible.details());
    }

    private Visibility visible(SecurityContext user) {
        return new Visibility(
                properties.getShowPaths().isShown(user, properties.getRoles()),
                properties.getShowDetails().isShown(user, properties.getRoles()));
    }

    /** What the user of a request may see. */
    private record Visibility(boolean paths, boolean details) {}
}
