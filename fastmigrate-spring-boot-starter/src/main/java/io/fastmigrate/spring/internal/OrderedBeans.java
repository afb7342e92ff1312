package io.fastmigrate.spring.internal;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.Order;

/** Beans with their names, in the order that {@link Order} or {@link Ordered} gives them. */
public final class OrderedBeans {

    private OrderedBeans() {}

    public static <T> Map<String, T> of(ListableBeanFactory factory, Class<T> type, Collection<String> names) {
        IdentityHashMap<T, String> found = new IdentityHashMap<>();
        Map<String, T> unordered = new LinkedHashMap<>();
        for (String name : names) {
            T bean = factory.getBean(name, type);
            unordered.put(name, bean);
            found.put(bean, name);
        }
        Map<String, T> ordered = new LinkedHashMap<>();
        unordered.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(AnnotationAwareOrderComparator.INSTANCE.withSourceProvider(
                        bean -> order(factory, String.valueOf(found.get(bean))))))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    /** An annotation on the bean's method is not seen on its instance. */
    private static @Nullable Object order(ListableBeanFactory factory, String name) {
        Order order = factory.findAnnotationOnBean(name, Order.class);
        return order == null ? null : (Ordered) order::value;
    }
}
