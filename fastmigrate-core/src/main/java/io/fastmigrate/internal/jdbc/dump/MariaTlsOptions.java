package io.fastmigrate.internal.jdbc.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The options by which the client programs of MariaDB and MySQL use TLS as the driver does: MySQL 8's do not know
 * {@code --ssl}, MariaDB's do not know {@code --ssl-mode}.
 */
final class MariaTlsOptions {

    private MariaTlsOptions() {}

    /**
     * Reads what a JDBC URL of MariaDB's or MySQL's driver asks for; empty where it leaves that to the program.
     *
     * @param maria whether the program is MariaDB's, whatever the server is
     */
    static List<String> of(ServerAddress address, boolean maria) {
        List<String> options = new ArrayList<>(mode(requested(address), maria));
        if (!options.isEmpty()) {
            address.parameter("serverSslCert")
                    .map(certificate -> certificate.replaceFirst("^file:(?://)?", ""))
                    .filter(certificate -> !certificate.startsWith("-----") && !certificate.startsWith("classpath:"))
                    .ifPresent(certificate -> options.add("--ssl-ca=" + certificate));
        }
        return options;
    }

    private static List<String> mode(String requested, boolean maria) {
        return switch (requested) {
            case "disable", "disabled", "false", "0" -> List.of(maria ? "--skip-ssl" : "--ssl-mode=DISABLED");
            case "preferred" -> maria ? List.of() : List.of("--ssl-mode=PREFERRED");
            case "trust", "required" ->
                maria ? List.of("--ssl", "--skip-ssl-verify-server-cert") : List.of("--ssl-mode=REQUIRED");
            case "verify-ca" -> maria ? List.of("--ssl", "--ssl-verify-server-cert") : List.of("--ssl-mode=VERIFY_CA");
            case "" -> List.of();
            default -> maria ? List.of("--ssl", "--ssl-verify-server-cert") : List.of("--ssl-mode=VERIFY_IDENTITY");
        };
    }

    /** The mode, or what the older parameter useSsl stands for. */
    private static String requested(ServerAddress address) {
        return address.parameter("sslMode")
                .or(() -> address.parameter("useSsl").map(use -> isFalse(use) ? "false" : older(address)))
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static String older(ServerAddress address) {
        boolean trusted = address.parameter("trustServerCertificate")
                        .filter(value -> !isFalse(value))
                        .isPresent()
                || address.parameter("verifyServerCertificate")
                        .filter(MariaTlsOptions::isFalse)
                        .isPresent();
        return trusted ? "trust" : "verify-full";
    }

    private static boolean isFalse(String value) {
        return value.equalsIgnoreCase("false") || value.equals("0");
    }
}
