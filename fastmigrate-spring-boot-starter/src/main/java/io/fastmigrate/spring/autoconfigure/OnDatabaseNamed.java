package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.database.DatabaseNames;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code fastmigrate.db} names a database. */
class OnDatabaseNamed extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean named = DatabaseNames.isDefaultNamed(context.getEnvironment());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Database named by property");
        return new ConditionOutcome(
                named,
                named
                        ? message.foundExactly("fastmigrate.db")
                        : message.didNotFind("fastmigrate.db").atAll());
    }
}
