package io.fastmigrate.spring.internal;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** Reads Spring Boot's {@code JdbcConnectionDetails}, which are elsewhere in version 4 than in 3.5. */
public interface ConnectionDetailsReader {

    /** Returns where the details of a bean lead that are not made of properties; null without such a bean. */
    @Nullable
    JdbcTarget read(ListableBeanFactory beans);
}
