package io.fastmigrate.internal.jdbc.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaTlsOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "'' | '' | ''",
                "?sslMode=disable | --skip-ssl | --ssl-mode=DISABLED",
                "?sslMode=DISABLED | --skip-ssl | --ssl-mode=DISABLED",
                "?useSsl=false | --skip-ssl | --ssl-mode=DISABLED",
                "?sslMode=PREFERRED | '' | --ssl-mode=PREFERRED",
                "?sslMode=trust | --ssl --skip-ssl-verify-server-cert | --ssl-mode=REQUIRED",
                "?sslmode=REQUIRED | --ssl --skip-ssl-verify-server-cert | --ssl-mode=REQUIRED",
                "?useSsl=true&trustServerCertificate=true | --ssl --skip-ssl-verify-server-cert | --ssl-mode=REQUIRED",
                "?useSSL=true&verifyServerCertificate=false | --ssl --skip-ssl-verify-server-cert | --ssl-mode=REQUIRED",
                "?useSSL | --ssl --ssl-verify-server-cert | --ssl-mode=VERIFY_IDENTITY",
                "?sslMode=VERIFY_CA | --ssl --ssl-verify-server-cert | --ssl-mode=VERIFY_CA",
                "?sslMode=verify-full&serverSslCert=/a/ca.pem | --ssl --ssl-verify-server-cert --ssl-ca=/a/ca.pem |"
                        + " --ssl-mode=VERIFY_IDENTITY --ssl-ca=/a/ca.pem",
                "?serverSslCert=file:///a/ca.pem&sslMode=verify-ca | --ssl --ssl-verify-server-cert --ssl-ca=/a/ca.pem |"
                        + " --ssl-mode=VERIFY_CA --ssl-ca=/a/ca.pem",
                "?sslMode=verify-ca&serverSslCert=classpath:ca.pem | --ssl --ssl-verify-server-cert | --ssl-mode=VERIFY_CA"
            })
    void speakTheLanguageOfTheProgram(String parameters, String mariaDb, String mySql) {
        ServerAddress address =
                ServerAddress.of("jdbc:mariadb://db:3306/shop" + parameters).orElseThrow();
        assertThat(String.join(" ", MariaTlsOptions.of(address, true))).isEqualTo(mariaDb);
        assertThat(String.join(" ", MariaTlsOptions.of(address, false))).isEqualTo(mySql);
    }
}
