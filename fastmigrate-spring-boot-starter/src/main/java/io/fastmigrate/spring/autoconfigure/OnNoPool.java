package io.fastmigrate.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches when Spring Boot would make no pool: none is on the class path, and no type of DataSource is named. */
class OnNoPool extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("No connection pool");
        if (StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.type"))) {
            return ConditionOutcome.noMatch(message.foundExactly("spring.datasource.type"));
        }
        Class<?> pool = DataSourceBuilder.findType(context.getClassLoader());
        return pool == null
                ? ConditionOutcome.match(message.didNotFind("a pool").atAll())
                : ConditionOutcome.noMatch(message.foundExactly(pool.getName()));
    }
}
