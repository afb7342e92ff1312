package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.bridge.OneLine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL, taken apart as far as secrets are concerned.
 *
 * @param connect what the driver gets: the URL without user and password, which are handed to it beside
 * @param shown without anything secret: for messages, and for processes
 * @param user that the URL names; null for none
 * @param password that the URL holds; null for none
 * @param secrets all values that no one may see
 */
public record JdbcUrl(
        String connect,
        String shown,
        @Nullable String user,
        @Nullable String password,
        List<String> secrets) {

    /** All up to the last {@code @}: a password that is not encoded may hold whatever else divides a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(jdbc:[^/?;@]*//)(.*)@([^@]*)", Pattern.DOTALL);

    /** Where the parameters begin, in which an {@code @} is none of a login's. */
    private static final Pattern FIRST_PARAMETER = Pattern.compile("[?;&(,]\\s*[\\w.%-]+\\s*=");

    private static final Pattern ORACLE =
            Pattern.compile("(jdbc:oracle:[a-z0-9]+:)([^/@]*)/(.*)@(.*)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** Without slashes, as some write it. */
    private static final Pattern BARE_USER_INFO =
            Pattern.compile("(jdbc:[\\w+.-]+:)([^/?;@:]+):(?!.*[;?&]\\s*[\\w.%-]+\\s*=)(.+)@([^@]*)", Pattern.DOTALL);

    /**
     * In a list of MySQL's a value ends at its sign; else where the next parameter begins, or in braces at theirs. PostgreSQL's
     * {@code ssl} needs no value, and is none of a password's.
     */
    private static final Pattern PARAMETER = Pattern.compile("([(,])\\s*([\\w.%\\-]+)\\s*=([^,()]*)\\)?"
            + "|([?&;])\\s*([\\w.%\\-]+)\\s*=(\\{[^}]*}|(?:[^&;]|[&;](?!\\s*(?:[\\w.%\\-]+\\s*=|ssl(?:[&;]|$)|$)))*)");

    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|passwd|passcode|passphrase|pwd|secret|token|"
                    + "credential|hexkey|textkey|api[_.-]?key|access[_.-]?key|private[_.-]?key|encryption[_.-]?key).*|pass|pw|key|pin");

    /** PostgreSQL's driver logs the URL, but no properties. */
    private static final Pattern SSL_PASSWORD =
            Pattern.compile("(?<=[?&])sslpassword=((?:[^&]|&(?!\\s*[\\w.%\\-]+\\s*=|ssl(?:&|$)|$))*)&?");

    private static final Pattern USER = Pattern.compile("(?i)user|username|uid|user_name");

    static JdbcUrl parse(String url) {
        String user = null;
        String password = null;
        String connect = url;
        Matcher first = FIRST_PARAMETER.matcher(url);
        String address = first.find() ? url.substring(0, first.start()) : url;
        Matcher info = USER_INFO.matcher(address);
        Matcher oracle = ORACLE.matcher(url);
        Matcher bare = BARE_USER_INFO.matcher(url);
        if (info.matches()) {
            String[] parts = info.group(2).split(":", 2);
            user = decode(parts[0]);
            password = parts.length > 1 ? decode(parts[1]) : null;
            connect = info.group(1) + info.group(3) + url.substring(address.length());
        } else if (oracle.matches()) {
            user = oracle.group(2);
            password = oracle.group(3);
            connect = oracle.group(1) + "@" + oracle.group(4);
        } else if (!url.contains("//") && bare.matches()) {
            user = decode(bare.group(2));
            password = decode(bare.group(3));
            connect = bare.group(1) + bare.group(4);
        }
        return withParameters(connect, user, password);
    }

    private static JdbcUrl withParameters(String connect, @Nullable String infoUser, @Nullable String infoPassword) {
        String user = infoUser;
        String password = infoPassword;
        List<String> secrets = new ArrayList<>();
        StringBuilder driver = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        int copied = 0;
        Matcher parameter = PARAMETER.matcher(connect);
        while (parameter.find()) {
            boolean list = parameter.group(1) != null;
            String name = decode(parameter.group(list ? 2 : 5));
            String written = parameter.group(list ? 3 : 6);
            String value = decode(written);
            boolean secret = SECRET.matcher(name).matches();
            boolean isUser = USER.matcher(name).matches();
            if (secret) {
                secrets.add(written);
                // A driver that divides the URL elsewhere tells of a part.
                secrets.addAll(List.of(written.split("[;&?@:#]")));
                secrets.add(value);
            }
            password = name.equalsIgnoreCase("password") ? value : password;
            user = isUser ? value : user;
            boolean login = name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password");
            String kept = "?".equals(parameter.group(4)) ? "?" : "";
            driver.append(connect, copied, parameter.start()).append(login && !list ? kept : parameter.group());
            shown.append(connect, copied, parameter.start()).append(secret || isUser ? kept : parameter.group());
            copied = parameter.end();
        }
        driver.append(connect, copied, connect.length());
        shown.append(connect, copied, connect.length());
        if (password != null) {
            secrets.add(password);
        }
        return new JdbcUrl(tidy(driver), OneLine.of(tidy(shown)), user, password, List.copyOf(secrets));
    }

    private static String tidy(StringBuilder url) {
        return url.toString().replace("?&", "?").replaceAll("\\?$", "");
    }

    /** Returns the URL for the driver, and moves into the properties what it would log with it. */
    String address(Properties properties) {
        Matcher secret = SSL_PASSWORD.matcher(connect);
        if (!connect.startsWith("jdbc:postgresql:") || !secret.find()) {
            return connect;
        }
        properties.setProperty("sslpassword", decode(secret.group(1)));
        return tidy(new StringBuilder(secret.replaceAll(""))).replaceAll("&$", "");
    }

    /** Returns what any driver may see that is asked whether the URL is its own: one that is not logs what it sees. */
    String forAnyDriver() {
        return shown.contains("@") && !shown.startsWith("jdbc:oracle:") ? "jdbc:" + scheme() + ":" : shown;
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return shown;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Returns the part that says which driver: {@code postgresql}. */
    public String scheme() {
        int end = connect.indexOf(':', "jdbc:".length());
        return end < 0 ? "" : connect.substring("jdbc:".length(), end).toLowerCase(Locale.ROOT);
    }
}
