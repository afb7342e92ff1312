package io.fastmigrate.spring.gate;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.NativeDetector;

/** Puts the {@link Gate} before every {@code DataSource} bean. Such a bean keeps its type where that can be. */
public final class GatedDataSources implements BeanPostProcessor {

    private static final Set<String> LEAD_TO_A_CONNECTION = Set.of("getConnection", "createConnectionBuilder");

    private final ObjectProvider<Gate> gate;
    private final boolean used;

    public GatedDataSources(ObjectProvider<Gate> gate, boolean used) {
        this.gate = gate;
        this.used = used;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!used || !(bean instanceof DataSource)) {
            return bean;
        }
        ProxyFactory factory = new ProxyFactory(bean);
        factory.setProxyTargetClass(canBeExtended(bean.getClass()));
        factory.addAdvice((MethodInterceptor) call -> {
            if (LEAD_TO_A_CONNECTION.contains(call.getMethod().getName())) {
                gate.getObject().pass();
            }
            return call.proceed();
        });
        return factory.getProxy(bean.getClass().getClassLoader());
    }

    private static boolean canBeExtended(Class<?> type) {
        return !NativeDetector.inNativeImage()
                && !Modifier.isFinal(type.getModifiers())
                && !Modifier.isPrivate(type.getModifiers())
                && !Proxy.isProxyClass(type);
    }
}
