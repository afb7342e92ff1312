package io.fastmigrate.internal.bridge;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one way from internal packages to the constructors of public types, which are not public themselves. The factories
 * stand beside those types, are not public either, and register themselves when their classes are initialized.
 */
public final class Bridge {

    private static volatile @Nullable Errors errors;
    private static volatile @Nullable Values values;

    private Bridge() {}

    /** Returns what makes the errors. */
    public static Errors errors() {
        if (errors == null) {
            try {
                Class.forName("io.fastmigrate.error.ErrorFactory");
            } catch (ClassNotFoundException e) {
                throw incomplete(e);
            }
        }
        return Objects.requireNonNull(errors, "errors");
    }

    /** Returns what makes results and scripts. */
    public static Values values() {
        if (values == null) {
            try {
                Class.forName("io.fastmigrate.ValueFactory");
            } catch (ClassNotFoundException e) {
                throw incomplete(e);
            }
        }
        return Objects.requireNonNull(values, "values");
    }

    public static void register(Errors factory) {
        errors = factory;
    }

    public static void register(Values factory) {
        values = factory;
    }

    // A native image finds a class by its name only where that stands in the call.

    private static IllegalStateException incomplete(ClassNotFoundException cause) {
        return new IllegalStateException("The jar of fastmigrate-core is not complete.", cause);
    }
}
