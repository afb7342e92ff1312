CREATE TABLE _alembic_tmp_employee (
    id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    department_id INTEGER,
    hired DATE,
    active BOOLEAN DEFAULT 1 NOT NULL,
    salary NUMERIC(10, 2),
    manager_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_manager FOREIGN KEY(manager_id) REFERENCES employee (id),
    CONSTRAINT ck_salary CHECK (salary IS NULL OR salary >= 0),
    CONSTRAINT fk_employee_department FOREIGN KEY(department_id) REFERENCES department (id)
);
INSERT INTO _alembic_tmp_employee (id, name, department_id, hired, active, salary, manager_id) SELECT id, name, department_id, hired, active, salary, manager_id FROM employee;
DROP TABLE employee;
ALTER TABLE _alembic_tmp_employee RENAME TO employee;
CREATE INDEX ix_employee_department_id ON employee (department_id);
CREATE INDEX ix_employee_manager_id ON employee (manager_id);
