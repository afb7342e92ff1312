INSERT INTO department (name) SELECT 'None' WHERE NOT EXISTS (SELECT 1 FROM department WHERE name = 'None');
UPDATE employee SET department_id = (SELECT id FROM department WHERE name = 'None') WHERE department_id IS NULL;
