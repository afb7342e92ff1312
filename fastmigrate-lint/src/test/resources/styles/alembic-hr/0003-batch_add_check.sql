-- Running upgrade 1a2b3c4d5e6f -> 2b3c4d5e6f70
CREATE TABLE _alembic_tmp_employee (
    id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    department_id INTEGER,
    hired DATE,
    active BOOLEAN DEFAULT 1 NOT NULL,
    salary NUMERIC(10, 2),
    PRIMARY KEY (id),
    CONSTRAINT ck_salary CHECK (salary IS NULL OR salary >= 0),
    CONSTRAINT fk_employee_department FOREIGN KEY(department_id) REFERENCES department (id)
);

INSERT INTO _alembic_tmp_employee (id, name, department_id, hired, active) SELECT employee.id, employee.name, employee.department_id, employee.hired, employee.active
FROM employee;

DROP TABLE employee;

ALTER TABLE _alembic_tmp_employee RENAME TO employee;

CREATE INDEX ix_employee_department_id ON employee (department_id);

UPDATE alembic_version SET version_num='2b3c4d5e6f70' WHERE alembic_version.version_num = '1a2b3c4d5e6f';
