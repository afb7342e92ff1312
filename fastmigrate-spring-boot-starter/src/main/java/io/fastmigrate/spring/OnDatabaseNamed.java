package io.fastmigrate.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches when {@code fastmigrate.db} names a database. */
class OnDatabaseNamed extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean named = isNamed(context.getEnvironment());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Database named by property");
        return new ConditionOutcome(
                named,
                named
                        ? message.foundExactly("fastmigrate.db")
                        : message.didNotFind("fastmigrate.db").atAll());
    }

    /** Looks at a value of any type: one that is no text is refused by the binding, with a better message. */
    static boolean isNamed(PropertyResolver environment) {
        Object db = environment.getProperty("fastmigrate.db", Object.class);
        return db != null && StringUtils.hasText(db.toString());
    }
}
