package io.fastmigrate.internal.jdbc.postgres;

/**
 * Statements that take everything out of a database, in the transaction that puts a backup's content there. They refuse where
 * anyone else is connected once all tables are locked, and again when all is dropped: what another session has committed by
 * then would be lost without a word, and one that comes later waits.
 */
public final class PostgresContentRemoval {

    private static final String SETTINGS = """
            SET lock_timeout = '30s';
            SET statement_timeout = 0;
            SET client_min_messages = warning;
            """;

    private static final String LOCK = """
            DO $fastmigrate$
            DECLARE
                what record;
            BEGIN
                FOR what IN SELECT c.oid::regclass AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n
                    ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
                    AND n.nspname <> 'information_schema' LOOP
                    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', what.name);
                END LOOP;
            END
            $fastmigrate$;
            """;

    private static final String REFUSE_OTHERS = """
            DO $fastmigrate$
            DECLARE
                others text;
            BEGIN
                PERFORM pg_catalog.pg_stat_clear_snapshot();
                SELECT string_agg(who, '; ') INTO others FROM (<others>) o;
                IF others IS NOT NULL THEN
                    RAISE EXCEPTION USING ERRCODE = '55006', MESSAGE = 'others are connected: ' || others;
                END IF;
            END
            $fastmigrate$;
            """;

    /**
     * What to drop is asked for once; what goes with something else is not there any more by then. Event triggers go first:
     * they would run at the drops of the others.
     */
    private static final String DROP = """
            DO $fastmigrate$
            DECLARE
                what record;
                drops text[];
            BEGIN
                SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE', CASE o.type WHEN 'statistics object'
                        THEN 'STATISTICS' WHEN 'composite type' THEN 'TYPE' ELSE replace(o.type, '-', ' ') END,
                        o.identity) ORDER BY place) INTO drops FROM (
                    SELECT 0, 'pg_event_trigger'::regclass, oid FROM pg_catalog.pg_event_trigger
                    UNION ALL SELECT 1, 'pg_extension'::regclass, oid FROM pg_catalog.pg_extension
                        WHERE extname <> 'plpgsql'
                    UNION ALL SELECT 2, 'pg_publication'::regclass, oid FROM pg_catalog.pg_publication
                    UNION ALL SELECT 2, 'pg_foreign_data_wrapper'::regclass, oid
                        FROM pg_catalog.pg_foreign_data_wrapper
                    UNION ALL SELECT 2, 'pg_cast'::regclass, oid FROM pg_catalog.pg_cast WHERE oid >= 16384
                    UNION ALL SELECT 2, 'pg_transform'::regclass, oid FROM pg_catalog.pg_transform WHERE oid >= 16384
                    UNION ALL SELECT 3, 'pg_language'::regclass, oid FROM pg_catalog.pg_language WHERE oid >= 16384
                    UNION ALL SELECT 3, 'pg_am'::regclass, oid FROM pg_catalog.pg_am WHERE oid >= 16384
                    UNION ALL SELECT 4, 'pg_namespace'::regclass, oid FROM pg_catalog.pg_namespace
                        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
                    UNION ALL SELECT 5, classid, objid FROM pg_catalog.pg_depend
                        WHERE refclassid = 'pg_namespace'::regclass AND deptype = 'n' AND objid >= 16384
                        AND classid <> 'pg_default_acl'::regclass
                        AND refobjid = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'public')
                ) everything (place, class, id), LATERAL pg_catalog.pg_identify_object(class, id, 0) o
                    WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = class AND d.objid = id
                        AND d.deptype IN ('e', 'i') AND (d.refclassid, d.refobjid) <> (class, id));
                FOR what IN SELECT unnest(drops) AS statement LOOP
                    EXECUTE what.statement;
                END LOOP;
                PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
            END
            $fastmigrate$;
            """;

    /** Otherwise what the backup makes would have them too. */
    private static final String REMOVE_DEFAULT_PRIVILEGES = """
            DO $fastmigrate$
            DECLARE
                what record;
                grantee text;
            BEGIN
                FOR what IN SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s ', d.defaclrole::regrole,
                        ' IN SCHEMA ' || nullif(d.defaclnamespace, 0)::regnamespace) AS beginning, kind.name,
                        d.defaclrole::regrole AS owner, d.defaclnamespace = 0 AS everywhere,
                        ARRAY(SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
                            FROM pg_catalog.aclexplode(d.defaclacl) a) AS grantees
                        FROM pg_catalog.pg_default_acl d JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'),
                            ('f', 'FUNCTIONS'), ('T', 'TYPES'), ('n', 'SCHEMAS')) kind (letter, name)
                        ON kind.letter = d.defaclobjtype::text LOOP
                    FOREACH grantee IN ARRAY what.grantees LOOP
                        EXECUTE what.beginning || 'REVOKE ALL ON ' || what.name || ' FROM ' || grantee;
                    END LOOP;
                    IF what.everywhere THEN
                        EXECUTE what.beginning || 'GRANT ALL ON ' || what.name || ' TO ' || what.owner;
                    END IF;
                    IF what.everywhere AND what.name IN ('FUNCTIONS', 'TYPES') THEN
                        EXECUTE what.beginning || 'GRANT ALL ON ' || what.name || ' TO PUBLIC';
                    END IF;
                END LOOP;
            END
            $fastmigrate$;
            """;

    /** The schema public as a new database has it, which is what a backup takes for granted. */
    private static final String RESET_PUBLIC = """
            DO $fastmigrate$
            DECLARE
                modern boolean := current_setting('server_version_num')::int >= 150000;
                owner text;
                own text;
                grantee text;
            BEGIN
                IF to_regnamespace('public') IS NULL THEN
                    CREATE SCHEMA public;
                END IF;
                SELECT nspowner::regrole INTO owner FROM pg_catalog.pg_namespace WHERE nspname = 'public';
                IF modern AND owner <> 'pg_database_owner' THEN
                    ALTER SCHEMA public OWNER TO pg_database_owner;
                    owner := 'pg_database_owner';
                END IF;
                SELECT array_agg(acl::text ORDER BY acl::text)::text INTO own FROM pg_catalog.pg_namespace,
                    unnest(nspacl) acl WHERE nspname = 'public';
                IF own IS DISTINCT FROM (SELECT array_agg(acl ORDER BY acl)::text FROM unnest(ARRAY[
                    format('%1$s=UC/%1$s', owner), format('=%s/%s', CASE WHEN modern THEN 'U' ELSE 'UC' END, owner)
                    ]) acl) THEN
                    FOR grantee IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
                        FROM pg_catalog.pg_namespace, pg_catalog.aclexplode(nspacl) a WHERE nspname = 'public' LOOP
                        EXECUTE 'REVOKE ALL ON SCHEMA public FROM ' || grantee || ' CASCADE';
                    END LOOP;
                    EXECUTE 'GRANT ALL ON SCHEMA public TO ' || owner;
                    EXECUTE 'GRANT ' || CASE WHEN modern THEN 'USAGE' ELSE 'ALL' END || ' ON SCHEMA public TO PUBLIC';
                END IF;
                IF obj_description('public'::regnamespace, 'pg_namespace') IS DISTINCT FROM 'standard public schema' THEN
                    COMMENT ON SCHEMA public IS 'standard public schema';
                END IF;
            END
            $fastmigrate$;
            """;

    private static final String OTHERS =
            "SELECT 'server process ' || pid || ' (' || concat_ws(', ', 'user ' || usename, 'application ' ||"
                    + " nullif(application_name, ''), state) || ')' AS who FROM pg_catalog.pg_stat_activity WHERE datname ="
                    + " current_database() AND pid NOT IN (pg_backend_pid(), <own>) AND usesysid IS NOT NULL AND"
                    + " coalesce(backend_type, 'client backend') IN ('client backend', 'walsender') UNION ALL SELECT 'prepared"
                    + " transaction ' || quote_literal(gid) || ' (user ' || owner || ')' FROM pg_catalog.pg_prepared_xacts WHERE"
                    + " database = current_database() UNION ALL SELECT 'subscription ' || subname FROM"
                    + " pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname ="
                    + " current_database())";

    private PostgresContentRemoval() {}

    /**
     * Returns a query for what is in the way.
     *
     * @param own a server process that is not
     */
    public static String othersBut(int own) {
        return OTHERS.replace("<own>", String.valueOf(own));
    }

    /** Returns the statements. */
    public static String statements(int own) {
        String refuseOthers = REFUSE_OTHERS.replace("<others>", othersBut(own));
        return SETTINGS + LOCK + refuseOthers + DROP + REMOVE_DEFAULT_PRIVILEGES + RESET_PUBLIC + refuseOthers;
    }
}
