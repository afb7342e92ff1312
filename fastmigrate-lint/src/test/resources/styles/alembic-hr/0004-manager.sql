ALTER TABLE employee ADD COLUMN manager_id INTEGER;

CREATE INDEX ix_employee_manager_id ON employee (manager_id);

UPDATE alembic_version SET version_num='3c4d5e6f7081' WHERE alembic_version.version_num = '2b3c4d5e6f70';
