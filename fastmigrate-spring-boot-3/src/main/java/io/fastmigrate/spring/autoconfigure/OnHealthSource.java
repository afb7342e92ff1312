package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.observe.HealthSource;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where there is something to tell, and where {@code fastmigrate.enabled} is false: a health group that includes
 * {@code fastmigrate} stops the start of an application in which nothing has that name.
 */
class OnHealthSource extends AnyNestedCondition {

    OnHealthSource() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(HealthSource.class)
    static class There {}

    @Conditional(SwitchedOff.class)
    static class Off {}

    static class SwitchedOff extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean on = context.getEnvironment().getProperty("fastmigrate.enabled", Boolean.class, true);
            return new ConditionOutcome(
                    !on,
                    ConditionMessage.forCondition("Switch")
                            .because("fastmigrate.enabled is " + (on ? "not false" : "false")));
        }
    }
}
