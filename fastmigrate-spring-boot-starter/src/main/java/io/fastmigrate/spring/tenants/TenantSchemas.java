package io.fastmigrate.spring.tenants;

import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.internal.StarterLog;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schemas whose names a pattern such as {@code tenant_*} matches. */
public final class TenantSchemas implements TenantDatabases {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private final String pattern;
    private final Supplier<List<String>> all;

    /**
     * Makes what searches each time that it is asked.
     *
     * @param all returns the schemas that are there
     */
    public TenantSchemas(String pattern, Supplier<List<String>> all) {
        this.pattern = pattern.strip();
        this.all = all;
    }

    /** Tells whether a name is one of the pattern: {@code *} stands for any characters, {@code ?} for one. */
    static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.strip().toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    @Override
    public Collection<String> databases() {
        return List.of();
    }

    @Override
    public Collection<String> schemas() {
        List<String> found =
                all.get().stream().filter(name -> matches(pattern, name)).toList();
        if (found.isEmpty()) {
            log.warn("No schema matches {}, so there is no tenant yet", pattern);
        }
        return found;
    }
}
