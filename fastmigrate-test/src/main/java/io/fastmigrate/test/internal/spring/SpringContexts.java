package io.fastmigrate.test.internal.spring;

import io.fastmigrate.test.internal.database.TestedDatabase;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tells tests with a Spring application context from others, without needing Spring. */
public final class SpringContexts {

    private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private SpringContexts() {}

    public static boolean manage(ExtensionContext context) {
        for (@Nullable Class<?> each = context.getRequiredTestClass(); each != null; each = each.getEnclosingClass()) {
            boolean spring = AnnotationSupport.findRepeatableAnnotations(each, ExtendWith.class).stream()
                    .flatMap(extendWith -> Arrays.stream(extendWith.value()))
                    .map(Class<? extends Extension>::getName)
                    .anyMatch(EXTENSION::equals);
            if (spring) {
                return true;
            }
        }
        return false;
    }

    public static TestedDatabase database(ExtensionContext context) {
        return SpringDatabase.of(context).tested();
    }
}
