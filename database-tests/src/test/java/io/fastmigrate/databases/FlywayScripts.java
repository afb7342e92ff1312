package io.fastmigrate.databases;

import java.util.List;

/**
 * What each part of an issue tracker goes through in twelve versions. A text has the name of the part in it, that of the part
 * before, and its version.
 */
final class FlywayScripts {

    private FlywayScripts() {}

    static final List<String> NAMES = List.of(
            "table",
            "index",
            "state",
            "seed",
            "routine",
            "trigger",
            "overview",
            "columns",
            "links",
            "checks",
            "numbers",
            "cleanup");

    static final List<String> POSTGRES = List.of(
            """
                    -- what belongs to %1$s; and more
                    CREATE TABLE %1$s (
                        id BIGSERIAL PRIMARY KEY,
                        name VARCHAR(200) NOT NULL DEFAULT 'n;a',
                        parent_id BIGINT,
                        created_at TIMESTAMPTZ NOT NULL DEFAULT now()
                    );
                    COMMENT ON TABLE %1$s IS 'The %1$s; of ${product}';
                    """,
            "CREATE INDEX CONCURRENTLY %1$s_name_idx ON %1$s (lower(name));\n",
            """
                    CREATE TYPE %1$s_state AS ENUM ('open', 'closed', 'won''t; fix');
                    ALTER TABLE %1$s ADD COLUMN state %1$s_state NOT NULL DEFAULT 'open';
                    """,
            "INSERT INTO %1$s (name, state) VALUES ('first; %1$s', 'open'), ('second', 'closed');\n",
            """
                    CREATE OR REPLACE FUNCTION touch_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        NEW.created_at := COALESCE(NEW.created_at, now()); /* ; */
                        IF NEW.name = '' THEN RAISE EXCEPTION 'empty; name of %1$s'; END IF;
                        RETURN NEW;
                    END;
                    $$;
                    """,
            """
                    CREATE TRIGGER touch_%1$s BEFORE INSERT OR UPDATE ON %1$s
                        FOR EACH ROW EXECUTE FUNCTION touch_%1$s();
                    """,
            "CREATE VIEW %1$s_overview AS SELECT state, count(*) AS n FROM %1$s GROUP BY state;\n",
            """
                    ALTER TABLE %1$s ADD COLUMN body TEXT, ADD COLUMN slug VARCHAR(80);
                    UPDATE %1$s SET slug = 's' || id;
                    ALTER TABLE %1$s ALTER COLUMN slug SET NOT NULL;
                    CREATE UNIQUE INDEX %1$s_slug_key ON %1$s (slug) WHERE state <> 'closed';
                    """,
            """
                    CREATE TABLE %1$s_%2$s_link (
                        left_id BIGINT NOT NULL REFERENCES %1$s (id) ON DELETE CASCADE,
                        right_id BIGINT NOT NULL REFERENCES %2$s (id),
                        PRIMARY KEY (left_id, right_id)
                    );
                    """,
            """
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_name_chk CHECK (length(name) > 0) NOT VALID;
                    ALTER TABLE %1$s VALIDATE CONSTRAINT %1$s_name_chk;
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_parent_fk FOREIGN KEY (parent_id) REFERENCES %1$s (id) DEFERRABLE;
                    """,
            """
                    CREATE SEQUENCE %1$s_number AS INTEGER START 100 INCREMENT 5;
                    CREATE DOMAIN %1$s_points AS INTEGER CHECK (VALUE BETWEEN 0 AND 100);
                    ALTER TABLE %1$s ADD COLUMN points %1$s_points, ADD COLUMN number INTEGER DEFAULT nextval('%1$s_number');
                    """,
            """
                    DROP VIEW %1$s_overview;
                    ALTER TABLE %1$s RENAME COLUMN body TO description;
                    CREATE MATERIALIZED VIEW %1$s_overview AS SELECT state, count(*) AS n, max(%3$d) AS at FROM %1$s GROUP BY state;
                    DO $$ BEGIN EXECUTE 'COMMENT ON COLUMN %1$s.slug IS ''short; name'''; END $$;
                    """);

    static final List<String> MARIA = List.of(
            """
                    -- what belongs to %1$s; and more
                    CREATE TABLE %1$s (
                        id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
                        name VARCHAR(200) NOT NULL DEFAULT 'n;a',
                        parent_id BIGINT,
                        created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
                    ) COMMENT 'The %1$s; of ${product}';
                    """,
            "CREATE INDEX %1$s_name_idx ON %1$s (name, created_at DESC);\n",
            "ALTER TABLE %1$s ADD COLUMN state ENUM('open', 'closed', 'won''t; fix') NOT NULL DEFAULT 'open';\n",
            "INSERT INTO %1$s (name, state) VALUES ('first; %1$s', 'open'), ('second', 'closed');\n",
            """
                    DELIMITER $$
                    CREATE PROCEDURE touch_%1$s(IN which BIGINT)
                    BEGIN
                        UPDATE %1$s SET created_at = NOW(3) WHERE %1$s.id = which; /* ; */
                    END$$
                    DELIMITER ;
                    """,
            """
                    DELIMITER //
                    CREATE TRIGGER touch_%1$s BEFORE INSERT ON %1$s FOR EACH ROW
                    BEGIN
                        IF NEW.name = '' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'empty; name of %1$s'; END IF;
                    END//
                    DELIMITER ;
                    """,
            "CREATE VIEW %1$s_overview AS SELECT state, count(*) AS n FROM %1$s GROUP BY state;\n",
            """
                    ALTER TABLE %1$s ADD COLUMN body TEXT CHARACTER SET utf8mb4, ADD COLUMN slug VARCHAR(80);
                    UPDATE %1$s SET slug = concat('s', id);
                    ALTER TABLE %1$s MODIFY slug VARCHAR(80) NOT NULL COMMENT 'short; name';
                    CREATE UNIQUE INDEX %1$s_slug_key ON %1$s (slug);
                    """,
            """
                    CREATE TABLE %1$s_%2$s_link (
                        left_id BIGINT NOT NULL,
                        right_id BIGINT NOT NULL,
                        PRIMARY KEY (left_id, right_id),
                        FOREIGN KEY (left_id) REFERENCES %1$s (id) ON DELETE CASCADE,
                        FOREIGN KEY (right_id) REFERENCES %2$s (id)
                    ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
                    """,
            """
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_name_chk CHECK (length(name) > 0);
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_parent_fk FOREIGN KEY (parent_id) REFERENCES %1$s (id);
                    """,
            """
                    CREATE SEQUENCE %1$s_number START WITH 100 INCREMENT BY 5;
                    ALTER TABLE %1$s ADD COLUMN number BIGINT DEFAULT (nextval(%1$s_number)),
                        ADD COLUMN loud VARCHAR(200) AS (upper(name)) VIRTUAL;
                    SET @points = 'ALTER TABLE %1$s ADD COLUMN points TINYINT UNSIGNED';
                    PREPARE points FROM @points;
                    EXECUTE points;
                    """,
            """
                    ALTER TABLE %1$s RENAME COLUMN body TO description;
                    CREATE EVENT %1$s_cleanup ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM %1$s WHERE id < -%3$d;
                    CREATE OR REPLACE VIEW %1$s_overview AS SELECT state, count(*) AS n, max(%3$d) AS at FROM %1$s GROUP BY state;
                    """);

    static final List<String> H2 = List.of(
            """
                    -- what belongs to %1$s; and more
                    CREATE TABLE %1$s (
                        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                        name VARCHAR(200) DEFAULT 'n;a' NOT NULL,
                        parent_id BIGINT,
                        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
                    );
                    COMMENT ON TABLE %1$s IS 'The %1$s; of ${product}';
                    """,
            "CREATE INDEX %1$s_name_idx ON %1$s (name, created_at DESC);\n",
            "ALTER TABLE %1$s ADD COLUMN state ENUM('open', 'closed', 'won''t; fix') DEFAULT 'open' NOT NULL;\n",
            "INSERT INTO %1$s (name, state) VALUES ('first; %1$s', 'open'), ('second', 'closed');\n",
            "CREATE ALIAS touch_%1$s FOR 'java.lang.Math.abs(long)';\n",
            "ALTER TABLE %1$s ADD UNIQUE (name, created_at);\n",
            "CREATE VIEW %1$s_overview AS SELECT state, count(*) AS n FROM %1$s GROUP BY state;\n",
            """
                    ALTER TABLE %1$s ADD COLUMN body CLOB;
                    ALTER TABLE %1$s ADD COLUMN slug VARCHAR(80);
                    UPDATE %1$s SET slug = 's' || id;
                    ALTER TABLE %1$s ALTER COLUMN slug SET NOT NULL;
                    CREATE UNIQUE INDEX %1$s_slug_key ON %1$s (slug);
                    """,
            """
                    CREATE TABLE %1$s_%2$s_link (
                        left_id BIGINT NOT NULL REFERENCES %1$s (id) ON DELETE CASCADE,
                        right_id BIGINT NOT NULL REFERENCES %2$s (id),
                        PRIMARY KEY (left_id, right_id)
                    );
                    """,
            """
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_name_chk CHECK (length(name) > 0);
                    ALTER TABLE %1$s ADD FOREIGN KEY (parent_id) REFERENCES %1$s (id);
                    """,
            """
                    CREATE SEQUENCE %1$s_number START WITH 100 INCREMENT BY 5;
                    CREATE DOMAIN %1$s_points AS INTEGER CHECK (VALUE BETWEEN 0 AND 100);
                    ALTER TABLE %1$s ADD COLUMN points %1$s_points;
                    ALTER TABLE %1$s ADD COLUMN number INTEGER DEFAULT NEXT VALUE FOR %1$s_number;
                    """,
            """
                    DROP VIEW %1$s_overview;
                    ALTER TABLE %1$s ALTER COLUMN body RENAME TO description;
                    CREATE VIEW %1$s_overview AS SELECT state, count(*) AS n, max(%3$d) AS at FROM %1$s GROUP BY state;
                    COMMENT ON COLUMN %1$s.slug IS 'short; name';
                    """);
}
