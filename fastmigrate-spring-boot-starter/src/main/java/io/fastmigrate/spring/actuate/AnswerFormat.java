package io.fastmigrate.spring.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;

/** What {@link FastMigratePageWebExtension} can answer; of several that a request accepts, the last one. */
public enum AnswerFormat implements Producible<AnswerFormat> {
    V3("application/vnd.spring-boot.actuator.v3+json"),
    V2("application/vnd.spring-boot.actuator.v2+json"),
    JSON("application/json"),
    HTML("text/html;charset=UTF-8");

    private final String type;

    AnswerFormat(String type) {
        this.type = type;
    }

    @Override
    public boolean isDefault() {
        return this == V3;
    }

    @Override
    public MimeType getProducedMimeType() {
        return MimeType.valueOf(type);
    }
}
