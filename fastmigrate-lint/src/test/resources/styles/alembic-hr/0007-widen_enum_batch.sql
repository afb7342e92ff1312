CREATE TABLE _alembic_tmp_leave (
    employee_id INTEGER NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    kind VARCHAR(10) NOT NULL,
    PRIMARY KEY (employee_id, starts),
    FOREIGN KEY(employee_id) REFERENCES employee (id) ON DELETE CASCADE,
    CONSTRAINT leavekind CHECK (kind IN ('holiday', 'sick', 'parental'))
);
INSERT INTO _alembic_tmp_leave (employee_id, starts, ends, kind) SELECT leave.employee_id, leave.starts, leave.ends, leave.kind FROM leave;
DROP TABLE leave;
ALTER TABLE _alembic_tmp_leave RENAME TO leave;
