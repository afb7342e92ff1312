-- Tags are compared as they are written, so they are written in one way.
UPDATE tag SET name = lower(trim(name));
