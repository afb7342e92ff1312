package io.fastmigrate.internal.jdbc.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a JDBC URL of PostgreSQL, MySQL or MariaDB leads.
 *
 * @param hosts one or several to be tried in order; empty for this machine
 * @param ports one for each host; empty text for the usual one
 * @param head of the URL, as far as the database's name
 * @param tail of the URL, behind it
 */
public record ServerAddress(List<String> hosts, List<String> ports, String head, String tail) {

    private static final Pattern URL = Pattern.compile("(jdbc:\\w+:(?:[\\w+-]+:)*)(?://([^/?]*)/?)?([^?]*)(\\?.*)?");
    private static final Pattern HOST = Pattern.compile("\\[([^]]*)](?::(\\d+))?|([^:]*)(?::(\\d+))?");

    public ServerAddress {
        hosts = List.copyOf(hosts);
        ports = List.copyOf(ports);
    }

    /** Takes a URL without user and password apart; empty if it is of a kind that only its driver understands. */
    public static Optional<ServerAddress> of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        String authority = parts.group(2) == null ? "" : parts.group(2);
        for (String each : authority.isEmpty() ? List.<String>of() : List.of(authority.split(",", -1))) {
            Matcher host = HOST.matcher(each);
            if (!host.matches()) {
                return Optional.empty();
            }
            hosts.add(host.group(1) != null ? host.group(1) : host.group(3));
            String port = host.group(1) != null ? host.group(2) : host.group(4);
            ports.add(port == null ? "" : port);
        }
        String head = parts.group(1) + "//" + authority + "/";
        return Optional.of(new ServerAddress(hosts, ports, head, parts.group(4) == null ? "" : parts.group(4)));
    }

    /** Returns the URL of another database of the same server. */
    public String urlOf(String database) {
        return head + database + tail;
    }

    /** Returns the value of a parameter, in whatever case its name is written; empty text where only its name stands there. */
    public Optional<String> parameter(String name) {
        Matcher found = Pattern.compile("[?&]" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(?:=([^&]*)|(?=&|$))")
                .matcher(tail.toLowerCase(Locale.ROOT));
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(found.group(1) == null ? "" : tail.substring(found.start(1), found.end(1)));
    }

    /** Returns hosts and ports as a part of a file's name. */
    String asFileName() {
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            servers.add(hosts.get(i) + (ports.get(i).isEmpty() ? "" : "_" + ports.get(i)));
        }
        return servers.isEmpty() ? "localhost" : String.join(",", servers);
    }
}
