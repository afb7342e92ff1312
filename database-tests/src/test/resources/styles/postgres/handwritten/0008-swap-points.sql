ALTER TABLE member ADD COLUMN points_new bigint NOT NULL DEFAULT 0;
CREATE FUNCTION keep_points() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.points_new := NEW.points; RETURN NEW; END $$;
CREATE TRIGGER keep_points BEFORE INSERT OR UPDATE ON member FOR EACH ROW EXECUTE FUNCTION keep_points();
