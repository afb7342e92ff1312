package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.AheadOfTime;
import io.fastmigrate.spring.internal.database.Switches;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when a property has a value now, and always while the application is processed ahead of time: what it is then
 * does not count, what it is when the program runs does, and is asked again.
 */
abstract class OnSwitch extends SpringBootCondition {

    private final String property;

    OnSwitch(String property) {
        this.property = property;
    }

    abstract boolean isOn(Environment environment);

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Switch");
        if (AheadOfTime.isProcessing()) {
            return ConditionOutcome.match(message.because(property + " is asked when the program runs"));
        }
        boolean on = isOn(context.getEnvironment());
        return new ConditionOutcome(on, message.because(property + (on ? " lets it be" : " leaves it out")));
    }

    /** Matches unless {@code fastmigrate.enabled} is false. */
    static class Migration extends OnSwitch {

        Migration() {
            super("fastmigrate.enabled");
        }

        @Override
        boolean isOn(Environment environment) {
            return Switches.isEnabled(environment);
        }
    }

    /** Matches unless {@code fastmigrate.tenants.enabled} is false. */
    static class Tenants extends OnSwitch {

        Tenants() {
            super("fastmigrate.tenants.enabled");
        }

        @Override
        boolean isOn(Environment environment) {
            return Switches.areTenantsEnabled(environment);
        }
    }

    /** Matches in the phase {@code gate}. */
    static class GatePhase extends OnSwitch {

        GatePhase() {
            super("fastmigrate.phase");
        }

        @Override
        boolean isOn(Environment environment) {
            return Switches.isGate(environment);
        }
    }
}
