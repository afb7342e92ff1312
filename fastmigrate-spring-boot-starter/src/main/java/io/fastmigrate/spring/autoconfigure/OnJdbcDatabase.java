package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.SqliteText;
import io.fastmigrate.spring.internal.database.AdapterBean;
import io.fastmigrate.spring.internal.database.BoundProperties;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code fastmigrate.db} is the text of an adapter, to which no JDBC driver can connect. */
class OnJdbcDatabase extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Database of JDBC");
        Environment environment = context.getEnvironment();
        String db = environment.getProperty("fastmigrate.db", "");
        if (AdapterBean.isForDefault(Objects.requireNonNull(context.getBeanFactory()))) {
            return ConditionOutcome.noMatch(message.because("an adapter bean has fastmigrate.db"));
        }
        return SqliteText.isForJdbc(db, BoundProperties.migrations(environment), context.getClassLoader())
                ? ConditionOutcome.match(message.because("no adapter has fastmigrate.db"))
                : ConditionOutcome.noMatch(message.because("fastmigrate.db is an adapter's"));
    }

    /** Once all beans of the application are known. */
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }
}
