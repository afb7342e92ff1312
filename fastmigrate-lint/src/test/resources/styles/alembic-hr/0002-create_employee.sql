-- Running upgrade  -> 1a2b3c4d5e6f

CREATE TABLE department (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_department_name UNIQUE (name)
);

CREATE TABLE employee (
    id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    department_id INTEGER,
    hired DATE,
    active BOOLEAN DEFAULT 1 NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT fk_employee_department FOREIGN KEY(department_id) REFERENCES department (id),
    CHECK (active IN (0, 1))
);

CREATE INDEX ix_employee_department_id ON employee (department_id);

INSERT INTO alembic_version (version_num) VALUES ('1a2b3c4d5e6f') RETURNING version_num;
