package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.database.DatabaseNames;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code fastmigrate.*} only holds what named databases and tenants inherit. */
class OnDefaultDatabase extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Default database");
        return DatabaseNames.hasDefault(context.getEnvironment(), Objects.requireNonNull(context.getBeanFactory()))
                ? ConditionOutcome.match(message.because("fastmigrate.db is set, or there are no others"))
                : ConditionOutcome.noMatch(
                        message.because("databases are named or there are tenants, and fastmigrate.db is not set"));
    }

    /** Once all beans of the application are known. */
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }
}
