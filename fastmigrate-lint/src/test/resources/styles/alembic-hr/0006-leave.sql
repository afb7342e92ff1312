CREATE TABLE leave (
    employee_id INTEGER NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    kind VARCHAR(8) NOT NULL,
    PRIMARY KEY (employee_id, starts),
    FOREIGN KEY(employee_id) REFERENCES employee (id) ON DELETE CASCADE,
    CONSTRAINT leavekind CHECK (kind IN ('holiday', 'sick'))
);
