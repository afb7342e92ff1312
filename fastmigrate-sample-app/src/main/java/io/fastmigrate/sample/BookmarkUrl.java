package io.fastmigrate.sample;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** The address of a web page in its one spelling: scheme and host in lower case, no default port, a path. */
final class BookmarkUrl {

    static final int MAX_LENGTH = 2000;

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private BookmarkUrl() {}

    /**
     * Returns the one spelling of an address.
     *
     * @throws IllegalArgumentException with a message for people, if this is no address of a web page
     */
    static String normalise(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("An address has at most " + MAX_LENGTH + " characters.");
        }
        URI uri = parse(text.strip());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("An address begins with http:// or https://.");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw new IllegalArgumentException("This address names no host, as https://example.org does.");
        }
        if (authority.contains("@")) {
            throw new IllegalArgumentException("An address carries no user name and no password here.");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
        return scheme + "://" + normaliseAuthority(scheme, authority) + path + query + fragment;
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("This is not an address: " + e.getReason() + ".", e);
        }
    }

    private static String normaliseAuthority(String scheme, String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String port = hasPort ? authority.substring(colon + 1) : "";
        if (!port.matches("\\d{0,5}") || (!port.isEmpty() && Integer.parseInt(port) > 65535)) {
            throw new IllegalArgumentException("This is not a port: " + port + ".");
        }
        boolean isDefault = port.isEmpty() || port.equals(scheme.equals("https") ? "443" : "80");
        return normaliseHost(host) + (isDefault ? "" : ":" + port);
    }

    private static String normaliseHost(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("This address names no host, as https://example.org does.");
        }
        String lower = host.toLowerCase(Locale.ROOT);
        try {
            return lower.startsWith("[") ? lower : IDN.toASCII(lower);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("This is not a host: " + host + ".", e);
        }
    }
}
