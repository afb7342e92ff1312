package io.fastmigrate.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code fastmigrate.*} only holds what named databases inherit. */
class OnDefaultDatabase extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Default database");
        return DatabaseNames.hasDefault(context.getEnvironment())
                ? ConditionOutcome.match(message.because("fastmigrate.db is set, or no database is named"))
                : ConditionOutcome.noMatch(message.because("databases are named, and fastmigrate.db is not set"));
    }
}
